//! The events that change a key's state.
//!
//! Each reservation has an id that its gateway has drawn. A state keeps the ids of reservations that are not settled, so an event may be
//! applied again after its decision was lost: it gets the same decision, and counts nothing twice.

use serde::{Deserialize, Serialize};

use crate::policy::{Policy, SendLimit};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserEvent {
    /// Reserves a send by this method. If it is allowed, the send counts until it is refunded.
    ReserveSend {
        /// The requested method.
        method: Method,
        /// The id of the send's reservation.
        id: u64,
    },
    /// The API started the authentication, by this method.
    CommitSend {
        /// The send's reservation.
        reservation: u64,
        /// The method that the API used.
        method: Method,
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
    },
    /// The API accepted the PIN.
    Verified {
        /// The send's reservation.
        reservation: u64,
    },
    /// The API rejected the PIN.
    Rejected {
        /// The send's reservation.
        reservation: u64,
        /// The id of the attempt.
        attempt: u64,
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
        Self { window_ms, levels: vec![Level { shift: 16, count }], group: 0, knows_settled: false }
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
