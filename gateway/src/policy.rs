//! The limits in force.

/// The most sends that a time window may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SendLimit {
    /// Sends within any window.
    pub count: u64,
    /// Length of the window in milliseconds.
    pub window_ms: u64,
}

/// When a user is locked out, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lockout {
    /// Failed authentications in a row.
    pub failures: u64,
    /// Length of the lockout in milliseconds.
    pub duration_ms: u64,
}

/// All limits of a gateway. They are part of each event; [`Policy::from_options`] parses the operator's.
#[derive(Debug, Clone, PartialEq, Eq)]
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
