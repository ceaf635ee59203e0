use crate::timestamp::Timestamp;
use crate::verification::{Verification, tokens_match};
use serde::{Deserialize, Serialize};
use totp_rs::{Builder, TotpError};

/// The default of RFC 6238, which authenticator apps expect.
const STEP_SECONDS: u64 = 30;
const STEP_MS: i64 = 30_000;

/// The number of steps for which a late code is expired and not invalid: as long as the default lifetime of an SMS PIN (assumption).
const LATE_STEPS: u64 = 10;

/// A TOTP secret, which the app shares with the server.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct Secret([u8; 20]);

impl Secret {
    pub(crate) fn new(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// Returns the six-digit code of a step.
    pub(crate) fn code(&self, step: u64) -> String {
        self.builder().build_noncompliant().generate(step.saturating_mul(STEP_SECONDS)).to_string()
    }

    /// Returns the key URI for an authenticator app, `otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=…`.
    pub(crate) fn uri(&self, issuer: &str, account: &str) -> Result<String, TotpError> {
        // The label is `ISSUER:ACCOUNT`, so neither part may contain a colon, not even an encoded one.
        let issuer = issuer.replace(':', " ");
        let account = account.replace(':', " ");
        self.builder().with_issuer(Some(issuer)).with_account_name(account).build_noncompliant().to_url()
    }

    /// Relies on the crate's defaults: SHA-1, six digits, 30 seconds.
    fn builder(&self) -> Builder {
        Builder::new().with_secret(totp_rs::Secret::new_stack(self.0))
    }
}

/// Verifies a code and records its step if it is accepted.
///
/// A code is valid in its own step and one step before and after (RFC 6238). A step at or before the last accepted one is rejected.
pub(crate) fn verify(
    secret: &Secret,
    last_accepted_step: &mut Option<u64>,
    token: &str,
    now: Timestamp,
) -> Verification {
    let has_code = |step: &u64| tokens_match(token, &secret.code(*step));
    let current = step_at(now);
    let earliest = current.saturating_sub(1);
    let is_unused = |step: &u64| Some(*step) > *last_accepted_step;
    if let Some(step) = (earliest..=current + 1).find(|step| is_unused(step) && has_code(step)) {
        *last_accepted_step = Some(step);
        return Verification::Verified;
    }
    let is_late = (earliest.saturating_sub(LATE_STEPS)..earliest).any(|step| is_unused(&step) && has_code(&step));
    if is_late { Verification::EXPIRED } else { Verification::INVALID }
}

/// Returns the number of 30-second steps since 1970.
pub(crate) fn step_at(now: Timestamp) -> u64 {
    now.unix_seconds() / STEP_SECONDS
}

/// Returns how long the current code stays current.
pub(crate) fn valid_for_ms(now: Timestamp) -> i64 {
    STEP_MS - now.unix_ms() % STEP_MS
}

impl From<Secret> for String {
    fn from(secret: Secret) -> Self {
        totp_rs::Secret::new_stack(secret.0).to_base32()
    }
}

impl TryFrom<String> for Secret {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let secret = totp_rs::Secret::try_from_base32(text).map_err(|_| INVALID_SECRET)?;
        secret.as_bytes().try_into().map(Self).map_err(|_| INVALID_SECRET)
    }
}

const INVALID_SECRET: &str = "expected a secret of 20 bytes in Base32";

#[cfg(test)]
mod tests {
    use super::{Secret, verify};
    use crate::timestamp::Timestamp;
    use crate::verification::Verification;

    const SECRET: [u8; 20] = *b"12345678901234567890";

    #[track_caller]
    fn at(unix_ms: i64) -> Timestamp {
        Timestamp::from_unix_ms(unix_ms).unwrap()
    }

    #[test]
    fn codes_match_the_last_six_digits_of_the_rfc_6238_test_vectors() {
        let vectors = [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ];
        for (seconds, eight_digits) in vectors {
            assert_eq!(Secret::new(SECRET).code(seconds / 30), eight_digits[2..], "{seconds}");
        }
    }

    #[test]
    fn codes_match_the_rfc_4226_test_vectors() {
        let codes =
            ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
        for (step, code) in (0..).zip(codes) {
            assert_eq!(Secret::new(SECRET).code(step), code, "{step}");
        }
    }

    #[test]
    fn a_code_is_valid_in_its_step_and_one_step_before_and_after_to_the_millisecond() {
        let secret = Secret::new(SECRET);
        let code = secret.code(100);
        let verified_at = |unix_ms| verify(&secret, &mut None, &code, at(unix_ms));
        assert_eq!(verified_at(99 * 30_000 - 1), Verification::INVALID);
        assert_eq!(verified_at(99 * 30_000), Verification::Verified);
        assert_eq!(verified_at(102 * 30_000 - 1), Verification::Verified);
        assert_eq!(verified_at(102 * 30_000), Verification::EXPIRED);
    }

    #[test]
    fn a_late_code_is_expired_for_five_minutes_and_then_invalid() {
        let secret = Secret::new(SECRET);
        let verified_at = |unix_ms| verify(&secret, &mut None, &secret.code(100), at(unix_ms));
        assert_eq!(verified_at(112 * 30_000 - 1), Verification::EXPIRED);
        assert_eq!(verified_at(112 * 30_000), Verification::INVALID);
    }

    #[test]
    fn a_step_at_or_before_the_last_accepted_one_is_rejected() {
        let secret = Secret::new(SECRET);
        let mut last_accepted_step = None;
        assert_eq!(
            verify(&secret, &mut last_accepted_step, &secret.code(101), at(100 * 30_000)),
            Verification::Verified
        );
        for step in [99, 100, 101] {
            assert_eq!(
                verify(&secret, &mut last_accepted_step, &secret.code(step), at(100 * 30_000)),
                Verification::INVALID,
                "{step}"
            );
        }
        assert_eq!(
            verify(&secret, &mut last_accepted_step, &secret.code(102), at(101 * 30_000)),
            Verification::Verified
        );
    }

    #[test]
    fn the_first_step_has_no_earlier_one() {
        let secret = Secret::new(SECRET);
        assert_eq!(verify(&secret, &mut None, &secret.code(0), at(0)), Verification::Verified);
        assert_eq!(verify(&secret, &mut None, "", at(0)), Verification::INVALID);
    }

    #[test]
    fn key_uri_names_issuer_and_account_without_colons() {
        let uri = Secret::new(SECRET).uri("Coffee: Shop", "ann:1@example.com").unwrap();
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        let label = "Coffee%20%20Shop:ann%201%40example.com";
        assert_eq!(uri, format!("otpauth://totp/{label}?secret={secret}&issuer=Coffee%20%20Shop"));
    }
}
