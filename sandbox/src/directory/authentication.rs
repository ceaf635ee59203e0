use crate::timestamp::Timestamp;
use crate::verification::{RejectionReason, Verification};
use serde::{Deserialize, Serialize};

/// A started authentication. The next start replaces it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Authentication {
    #[serde(rename = "proof")]
    pub(crate) challenge: Challenge,
    #[serde(rename = "wrongTokens")]
    pub(crate) failed_attempts: u32,
    /// Whether a PIN or code was accepted. The authentication accepts no second one.
    #[serde(rename = "accepted")]
    pub(crate) is_verified: bool,
}

/// The proof that the user has to provide.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "lowercase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(crate) enum Challenge {
    Sms { pin: String, expires_at: Timestamp },
    Totp,
}

impl Authentication {
    pub(crate) fn new(challenge: Challenge) -> Self {
        Self { challenge, failed_attempts: 0, is_verified: false }
    }

    pub(crate) fn method(&self) -> &'static str {
        match self.challenge {
            Challenge::Sms { .. } => "sms",
            Challenge::Totp => "totp",
        }
    }

    /// Records a PIN attempt. An expired PIN does not count as a failed attempt, since it is no sign of guessing.
    pub(super) fn record_attempt(&mut self, verification: Verification) {
        match verification {
            Verification::Verified => self.is_verified = true,
            Verification::Rejected(RejectionReason::Invalid) => {
                self.failed_attempts = self.failed_attempts.saturating_add(1);
            }
            Verification::Rejected(RejectionReason::Expired | RejectionReason::Throttled) => {}
        }
    }
}
