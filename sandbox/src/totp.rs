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
        self.builder()
            .build_noncompliant()
            .generate(step.saturating_mul(STEP_SECONDS))
            .to_string()
    }

    /// Returns the key URI that an authenticator app reads, `otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=…`.
    pub(crate) fn uri(&self, issuer: &str, account: &str) -> Result<String, TotpError> {
        // Neither part may hold a colon, not even an encoded one.
        let issuer = issuer.replace(':', " ");
        let account = account.replace(':', " ");
        self.builder()
            .with_issuer(Some(issuer))
            .with_account_name(account)
            .build_noncompliant()
            .to_url()
    }

    /// All but the secret is the crate's default: SHA-1, six digits, thirty seconds.
    fn builder(&self) -> Builder {
        Builder::new().with_secret(totp_rs::Secret::new_stack(self.0))
    }
}

/// Judges a code at a point in time and remembers the step of an accepted one.
///
/// A code is good in its own step and one step either way (RFC 6238). A step at or before the last accepted one is never accepted.
pub(crate) fn judge(
    secret: &Secret,
    last_step: &mut Option<u64>,
    token: &str,
    now: Timestamp,
) -> Verdict {
    let is_of = |step: &u64| bool::from(secret.code(*step).as_bytes().ct_eq(token.as_bytes()));
    let current = step_at(now);
    let earliest = current.saturating_sub(1);
    let is_unused = |step: &u64| Some(*step) > *last_step;
    if let Some(step) = (earliest..=current + 1).find(|step| is_unused(step) && is_of(step)) {
        *last_step = Some(step);
        return Verdict::Accepted;
    }
    let late = (earliest.saturating_sub(LATE_STEPS)..earliest)
        .any(|step| is_unused(&step) && is_of(&step));
    if late {
        Verdict::Expired
    } else {
        Verdict::Invalid
    }
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
        secret
            .as_bytes()
            .try_into()
            .map(Self)
            .map_err(|_| NOT_A_SECRET)
    }
}

const NOT_A_SECRET: &str = "expected a secret of 20 bytes in base 32";
