use crate::directory::Verdict;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use totp_rs::{Builder, TotpError};

/// RFC 6238's default, and what authenticator apps expect.
const STEP_SECONDS: u64 = 30;
const STEP_MS: i64 = 30_000;

/// Codes of that many steps back are told apart from wrong ones, as long as an SMS PIN lives by default (our choice).
const LATE_STEPS: u64 = 10;

/// The secret that a user's account in the app shares with the server.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct Secret([u8; 20]);

impl Secret {
    pub(crate) fn new(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// Returns the six digits of a step.
    pub(crate) fn code(&self, step: u64) -> String {
        self.builder().build_noncompliant().generate(step.saturating_mul(STEP_SECONDS)).to_string()
    }

    /// Returns the key URI that an authenticator app reads, `otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=…`.
    pub(crate) fn uri(&self, issuer: &str, account: &str) -> Result<String, TotpError> {
        // Neither part may hold a colon, not even an encoded one.
        let issuer = issuer.replace(':', " ");
        let account = account.replace(':', " ");
        self.builder().with_issuer(Some(issuer)).with_account_name(account).build_noncompliant().to_url()
    }

    /// All but the secret is the crate's default: SHA-1, six digits, thirty seconds.
    fn builder(&self) -> Builder {
        Builder::new().with_secret(totp_rs::Secret::new_stack(self.0))
    }
}

/// Judges a code at a point in time and remembers the step of an accepted one.
///
/// A code is good in its own step and one step either way (RFC 6238). A step at or before the last accepted one is never accepted.
pub(crate) fn judge(secret: &Secret, last_step: &mut Option<u64>, token: &str, now: Timestamp) -> Verdict {
    let is_of = |step: &u64| bool::from(secret.code(*step).as_bytes().ct_eq(token.as_bytes()));
    let current = step_at(now);
    let earliest = current.saturating_sub(1);
    let is_unused = |step: &u64| Some(*step) > *last_step;
    if let Some(step) = (earliest..=current + 1).find(|step| is_unused(step) && is_of(step)) {
        *last_step = Some(step);
        return Verdict::Accepted;
    }
    let late = (earliest.saturating_sub(LATE_STEPS)..earliest).any(|step| is_unused(&step) && is_of(&step));
    if late { Verdict::Expired } else { Verdict::Invalid }
}

/// Returns the number of thirty-second steps since 1970.
pub(crate) fn step_at(now: Timestamp) -> u64 {
    now.unix_seconds() / STEP_SECONDS
}

/// Returns how long the app goes on showing the code of now.
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
        let secret = totp_rs::Secret::try_from_base32(text).map_err(|_| NOT_A_SECRET)?;
        secret.as_bytes().try_into().map(Self).map_err(|_| NOT_A_SECRET)
    }
}

const NOT_A_SECRET: &str = "expected a secret of 20 bytes in base 32";

#[cfg(test)]
mod tests {
    use super::{Secret, judge};
    use crate::directory::Verdict;
    use crate::timestamp::Timestamp;

    const SECRET: [u8; 20] = *b"12345678901234567890";

    #[track_caller]
    fn at(unix_ms: i64) -> Timestamp {
        Timestamp::from_unix_ms(unix_ms).unwrap()
    }

    #[test]
    fn codes_are_the_last_six_digits_of_the_vectors_of_rfc_6238() {
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
    fn codes_are_those_of_the_vectors_of_rfc_4226() {
        let codes =
            ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
        for (step, code) in (0..).zip(codes) {
            assert_eq!(Secret::new(SECRET).code(step), code, "{step}");
        }
    }

    #[test]
    fn a_code_is_good_in_its_step_and_one_step_either_way_to_the_millisecond() {
        let secret = Secret::new(SECRET);
        let code = secret.code(100);
        let judged_at = |unix_ms| judge(&secret, &mut None, &code, at(unix_ms));
        assert_eq!(judged_at(99 * 30_000 - 1), Verdict::Invalid);
        assert_eq!(judged_at(99 * 30_000), Verdict::Accepted);
        assert_eq!(judged_at(102 * 30_000 - 1), Verdict::Accepted);
        assert_eq!(judged_at(102 * 30_000), Verdict::Expired);
    }

    #[test]
    fn a_code_is_told_apart_from_a_wrong_one_for_five_minutes_after_its_end() {
        let secret = Secret::new(SECRET);
        let judged_at = |unix_ms| judge(&secret, &mut None, &secret.code(100), at(unix_ms));
        assert_eq!(judged_at(112 * 30_000 - 1), Verdict::Expired);
        assert_eq!(judged_at(112 * 30_000), Verdict::Invalid);
    }

    #[test]
    fn a_step_at_or_before_the_last_accepted_one_is_never_accepted() {
        let secret = Secret::new(SECRET);
        let mut last_step = None;
        assert_eq!(judge(&secret, &mut last_step, &secret.code(101), at(100 * 30_000)), Verdict::Accepted);
        for step in [99, 100, 101] {
            assert_eq!(
                judge(&secret, &mut last_step, &secret.code(step), at(100 * 30_000)),
                Verdict::Invalid,
                "{step}"
            );
        }
        assert_eq!(judge(&secret, &mut last_step, &secret.code(102), at(101 * 30_000)), Verdict::Accepted);
    }

    #[test]
    fn the_first_steps_of_time_have_no_step_before_them() {
        let secret = Secret::new(SECRET);
        assert_eq!(judge(&secret, &mut None, &secret.code(0), at(0)), Verdict::Accepted);
        assert_eq!(judge(&secret, &mut None, "", at(0)), Verdict::Invalid);
    }

    #[test]
    fn key_uri_names_issuer_and_account_without_colons() {
        let uri = Secret::new(SECRET).uri("Coffee: Shop", "ann:1@example.com").unwrap();
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        let label = "Coffee%20%20Shop:ann%201%40example.com";
        assert_eq!(uri, format!("otpauth://totp/{label}?secret={secret}&issuer=Coffee%20%20Shop"));
    }
}
