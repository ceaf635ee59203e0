use subtle::ConstantTimeEq;

/// The result of checking a PIN or TOTP code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verification {
    Verified,
    Rejected(RejectionReason),
}

/// The reason why a PIN or TOTP code was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RejectionReason {
    Invalid,
    Expired,
    Throttled,
}

impl Verification {
    pub(crate) const INVALID: Self = Self::Rejected(RejectionReason::Invalid);
    pub(crate) const EXPIRED: Self = Self::Rejected(RejectionReason::Expired);
    pub(crate) const THROTTLED: Self = Self::Rejected(RejectionReason::Throttled);

    /// Checks an SMS PIN.
    pub(crate) fn of_pin(token: &str, pin: &str, is_expired: bool) -> Self {
        match (is_expired, tokens_match(token, pin)) {
            (true, _) => Self::EXPIRED,
            (false, true) => Self::Verified,
            (false, false) => Self::INVALID,
        }
    }
}

/// Compares a token with the expected one in constant time.
pub(crate) fn tokens_match(token: &str, expected: &str) -> bool {
    bool::from(token.as_bytes().ct_eq(expected.as_bytes()))
}
