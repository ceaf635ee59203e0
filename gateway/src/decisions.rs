//! What the limiter decides on an event.

use crate::events::Method;
use crate::verifications::VerificationId;

/// The limiter's decision on one event of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whether the call to the API may be made.
    pub kind: DecisionKind,
    /// Identifies the reservation when it is settled.
    pub reservation: u64,
    /// The user's status; empty for keys that many users share.
    pub status: UserStatus,
    /// When the user's lockout ends. For the operator: a page must not learn of it. Milliseconds since the epoch.
    pub locked_until: Option<u64>,
    /// Whether this event locked the user out.
    pub is_lockout_new: bool,
    /// How far the event's clock was behind what the key has seen, in milliseconds, if that is more than clocks should differ.
    pub behind_ms: Option<u64>,
    /// For a PIN at the Number Verification API: the ids to check it with, newest first.
    pub verifications: Vec<VerificationId>,
}

impl Decision {
    /// A decision about a key that many users share.
    pub fn on_shared(kind: DecisionKind, reservation: u64) -> Self {
        let status = UserStatus::default();
        Self {
            kind,
            reservation,
            status,
            locked_until: None,
            is_lockout_new: false,
            behind_ms: None,
            verifications: vec![],
        }
    }

    /// Applies a function to each time of the decision.
    pub(crate) fn move_times(&mut self, to: impl Fn(u64) -> u64) {
        if let DecisionKind::Deny(
            Denial::Cooldown { until } | Denial::TooManySends { until } | Denial::AttemptsExhausted { until },
        ) = &mut self.kind
        {
            *until = to(*until);
        }
        let times = [&mut self.status.resend_at, &mut self.status.expires_at, &mut self.locked_until];
        times.into_iter().flatten().for_each(|time| *time = to(*time));
    }
}

/// Whether the call to the API may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionKind {
    /// Reserved: make the call, then settle it.
    Allow,
    /// Reserved, but the user is locked out: make no call, and send a response that looks and takes as long as any other.
    Decoy,
    /// The event reserved nothing; only the status matters.
    Recorded,
    /// The PIN has verified the user already. Make no call, and report it as right once more.
    Repeated,
    /// A limit is reached.
    Deny(Denial),
}

/// Why an event was denied. Times are milliseconds since the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denial {
    /// The cooldown before a repeated send.
    Cooldown {
        /// When the next send is allowed.
        until: u64,
    },
    /// A send limit.
    TooManySends {
        /// When the next send is allowed.
        until: u64,
    },
    /// All attempts of the authentication are used.
    AttemptsExhausted {
        /// When a new authentication may be started.
        until: u64,
    },
    /// There is no authentication to verify.
    NotStarted,
}

/// The status of a user's authentication. Times are milliseconds since the epoch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserStatus {
    /// Whether an authentication is active or was recently verified.
    pub started: bool,
    /// The method in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// PIN attempts left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempts_left: Option<u64>,
    /// When the next send is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resend_at: Option<u64>,
    /// When the authentication expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<u64>,
    /// Whether the right PIN ended it.
    pub verified: bool,
}
