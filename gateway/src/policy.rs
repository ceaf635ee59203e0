//! The limits in force.

use serde::{Deserialize, Serialize, Serializer};

/// The most sends that a time window may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct SendLimit {
    /// Sends within any window.
    pub count: u64,
    /// Length of the window in milliseconds.
    pub window_ms: u64,
}

/// When a user is locked out, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Lockout {
    /// Failed authentications in a row.
    pub failures: u64,
    /// Length of the lockout in milliseconds.
    pub duration_ms: u64,
}

/// All limits of a gateway. Its JSON, a list, is part of the events; [`Policy::from_options`] parses the operator's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Policy {
    /// Cooldowns before the first, second, third … repeated send in milliseconds, the last for all further ones; empty for none.
    pub resend_cooldowns_ms: Vec<u64>,
    /// Wrong PINs that use up an authentication.
    pub max_attempts: u64,
    /// Sends to one user.
    pub sends_per_user: SendLimit,
    /// Sends requested from one address. Larger networks may request more, see [`crate::Network`].
    pub sends_per_address: SendLimit,
    /// Sends to one destination.
    pub sends_per_destination: SendLimit,
    /// Sends of the whole gateway.
    pub sends_global: SendLimit,
    /// Wrong PINs from one address, whoever's they are. Larger networks may send more.
    pub failed_pins_per_address: SendLimit,
    /// Wrong PINs of the whole gateway that are reported to the operator.
    pub failed_pins_reported: SendLimit,
    /// Failed authentications until a user is locked out.
    pub lockout: Lockout,
    /// How long an authentication stays active, in milliseconds.
    pub authentication_ms: u64,
}

impl Policy {
    /// How long to wait after the given number of consecutive sends, counted from 1.
    pub(crate) fn cooldown_ms(&self, consecutive_sends: u64) -> u64 {
        let last = self.resend_cooldowns_ms.len().saturating_sub(1);
        let index = usize::try_from(consecutive_sends.saturating_sub(1)).unwrap_or(last).min(last);
        self.resend_cooldowns_ms.get(index).copied().unwrap_or(0)
    }
}

/// The limits are part of each event of a user, and a list is shorter and faster than an object.
impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { resend_cooldowns_ms, max_attempts, sends_per_user, sends_per_address, .. } = self;
        let Self { sends_per_destination, sends_global, failed_pins_per_address, failed_pins_reported, .. } = self;
        let sends = (resend_cooldowns_ms, max_attempts, sends_per_user, sends_per_address);
        let ((a, b, c, d), shared) = (sends, (sends_per_destination, sends_global));
        let pins = (failed_pins_per_address, failed_pins_reported);
        (a, b, c, d, shared.0, shared.1, pins.0, pins.1, self.lockout, self.authentication_ms).serialize(serializer)
    }
}

impl Serialize for SendLimit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.count, self.window_ms).serialize(serializer)
    }
}

impl Serialize for Lockout {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.failures, self.duration_ms).serialize(serializer)
    }
}
