//! The events that change a key's state, and the limits in force.
//!
//! Each reservation has an id that its gateway has drawn. A state keeps the ids of reservations that are not settled, so an event may be
//! applied again after its decision was lost: it gets the same decision, and counts nothing twice.

use serde::{Deserialize, Serialize};

use crate::repeated_pin::Fingerprint;
use crate::verifications::VerificationId;

/// A way to authenticate: the Verigator app's one-time password, or a PIN by SMS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// The Verigator app; the API falls back to SMS for users without it.
    Totp,
    /// A PIN in a text message.
    Sms,
}

impl Method {
    /// Parses the API's name of a method.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "totp" => Some(Self::Totp),
            "sms" => Some(Self::Sms),
            _ => None,
        }
    }

    /// The API's name of the method.
    pub fn name(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Sms => "sms",
        }
    }
}

/// An event for one user. `reservation` is the id of the send that is being settled, or that the PIN was tried on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserEvent {
    /// Reserves a send by this method. If it is allowed, the send counts until it is refunded.
    ReserveSend {
        /// The requested method.
        method: Method,
        /// The id of the send's reservation.
        id: u64,
        /// How many messages the API may send for it.
        sends: u64,
    },
    /// The API started the authentication, by this method.
    CommitSend {
        /// The send's reservation.
        reservation: u64,
        /// The method that the API used.
        method: Method,
    },
    /// The Number Verification API started the authentication by SMS, under an id of its own.
    CommitVerification {
        /// The send's reservation.
        reservation: u64,
        /// The API's id, which a PIN is checked with.
        id: VerificationId,
        /// How long the API may accept the PIN, in milliseconds.
        valid_ms: u64,
        /// The fingerprint of the number: messages to another one no longer count.
        number: u16,
    },
    /// The API certainly started nothing: refunds the send and keeps the earlier authentication.
    RefundSend {
        /// The send's reservation.
        reservation: u64,
    },
    /// Reserves a PIN attempt. If it is allowed, the attempt counts as wrong until it is settled otherwise.
    ReserveAttempt {
        /// The id of the attempt.
        id: u64,
        /// Recognizes the PIN.
        pin: Fingerprint,
    },
    /// The API accepted the PIN.
    Verified {
        /// The send's reservation.
        reservation: u64,
        /// Recognizes the PIN.
        pin: Fingerprint,
    },
    /// The API rejected the PIN.
    Rejected {
        /// The send's reservation.
        reservation: u64,
        /// The id of the attempt.
        attempt: u64,
        /// Recognizes the PIN. Another request may have verified the user with it in the meantime.
        pin: Fingerprint,
    },
    /// The API certainly never checked the PIN: refunds the attempt.
    RefundAttempt {
        /// The send's reservation.
        reservation: u64,
        /// The id of the attempt.
        attempt: u64,
    },
    /// Reads the status and changes nothing.
    Status,
    /// The operator ends the lockout and resets the failures.
    Unlock,
    /// Trusts a device of a user whose PIN was right.
    TrustDevice {
        /// The id of the device.
        id: u64,
        /// The number that its cookie has.
        number: u64,
        /// How long it is trusted, in milliseconds.
        valid_ms: u64,
    },
    /// Asks whether a device is trusted.
    CheckDevice {
        /// The id of the device.
        id: u64,
        /// The number that its cookie has.
        number: u64,
    },
    /// Replaces the number of a trusted device. The decision's reservation is the number that its cookie gets.
    RotateDevice {
        /// The id of the device.
        id: u64,
        /// The number that its cookie has.
        number: u64,
        /// A new number.
        next: u64,
    },
    /// Trusts no device of the user any more.
    ForgetDevices,
}

impl UserEvent {
    pub(crate) fn is_about_devices(&self) -> bool {
        matches!(
            self,
            Self::TrustDevice { .. } | Self::CheckDevice { .. } | Self::RotateDevice { .. } | Self::ForgetDevices
        )
    }
}

/// An event for a key that many users share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SharedEvent {
    /// Reserves a send or a PIN attempt.
    Reserve {
        /// The id of the reservation.
        id: u64,
    },
    /// Decides like a reservation, and counts nothing.
    Check,
    /// Refunds the reservation with this id.
    Refund {
        /// The id of the reservation.
        id: u64,
    },
}

/// The limits of a key that many users share: one for each size of network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedLimit {
    /// Length of the window in milliseconds.
    pub window_ms: u64,
    /// The limits, from the smallest network to the whole key.
    pub levels: Vec<Level>,
    /// The network of the event within the key.
    pub group: u16,
    /// Whether the events name what is settled, so that calls under way differ from those that count.
    pub knows_settled: bool,
    /// How many the event reserves or checks.
    pub count: u64,
}

/// The limit of the networks of one size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// The bits of `group` in which networks of this size do not differ from each other.
    pub shift: u32,
    /// The most within any window.
    pub count: u64,
}

impl From<SendLimit> for SharedLimit {
    fn from(SendLimit { count, window_ms }: SendLimit) -> Self {
        Self { window_ms, levels: vec![Level { shift: 16, count }], group: 0, knows_settled: false, count: 1 }
    }
}

/// An event together with the time and the limits in force, so that a store needs no settings of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// For a user's key.
    User {
        /// What happened.
        event: UserEvent,
        /// Milliseconds since the epoch.
        now: u64,
        /// The limits in force.
        policy: Policy,
    },
    /// For a key that many users share.
    Shared {
        /// What happened.
        event: SharedEvent,
        /// Milliseconds since the epoch.
        now: u64,
        /// The limits in force.
        limit: SharedLimit,
        /// Reservations that are certainly used.
        settled: Vec<u64>,
    },
}

impl Event {
    /// The time of the event in milliseconds since the epoch.
    pub fn now(&self) -> u64 {
        match self {
            Self::User { now, .. } | Self::Shared { now, .. } => *now,
        }
    }
}

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
