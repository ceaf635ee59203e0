use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

/// What began with a start and waits for its PIN or code. The next start replaces it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Authentication {
    pub(crate) proof: Proof,
    pub(crate) wrong_tokens: u32,
    /// A PIN or code is accepted once; after it this authentication accepts no more.
    pub(crate) accepted: bool,
}

/// What the user has to show.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "lowercase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(crate) enum Proof {
    Sms { pin: String, expires_at: Timestamp },
    Totp,
}

/// What becomes of a PIN or code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Accepted,
    Invalid,
    Expired,
    Throttled,
}

impl Authentication {
    pub(crate) fn started(proof: Proof) -> Self {
        Self { proof, wrong_tokens: 0, accepted: false }
    }

    pub(crate) fn method(&self) -> &'static str {
        match self.proof {
            Proof::Sms { .. } => "sms",
            Proof::Totp => "totp",
        }
    }

    /// Only wrong tokens count: one that is merely too late says nothing of guessing.
    pub(super) fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Accepted => self.accepted = true,
            Verdict::Invalid => self.wrong_tokens = self.wrong_tokens.saturating_add(1),
            Verdict::Expired | Verdict::Throttled => {}
        }
    }
}

impl Verdict {
    pub(super) fn of_pin(token: &str, pin: &str, is_alive: bool) -> Self {
        let same = bool::from(token.as_bytes().ct_eq(pin.as_bytes()));
        match (is_alive, same) {
            (false, _) => Self::Expired,
            (true, true) => Self::Accepted,
            (true, false) => Self::Invalid,
        }
    }
}
