//! The events that change a key's state.

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
}

/// An event for one user. `reservation` is the id from the decision that is being settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum UserEvent {
    /// Reserves a send by this method. If it is allowed, the send counts until it is refunded.
    ReserveSend(Method),
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
    ReserveAttempt,
    /// The API accepted the PIN.
    Verified {
        /// The attempt's reservation.
        reservation: u64,
    },
    /// The API rejected the PIN.
    Rejected {
        /// The attempt's reservation.
        reservation: u64,
    },
    /// The API certainly never checked the PIN: refunds the attempt.
    RefundAttempt {
        /// The attempt's reservation.
        reservation: u64,
    },
    /// Reads the status and changes nothing.
    Status,
    /// The operator ends the lockout and resets the failures.
    Unlock,
}

/// An event for a key that only counts sends: an address, or the whole gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SendEvent {
    /// Reserves a send.
    Reserve,
    /// Refunds the send with this reservation.
    Refund {
        /// The send's reservation.
        reservation: u64,
    },
}

/// An event together with the time and the limits in force, so that a store needs no settings of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
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
    /// For an address's key, or the gateway's.
    Sends {
        /// What happened.
        event: SendEvent,
        /// Milliseconds since the epoch.
        now: u64,
        /// The limit in force.
        limit: SendLimit,
    },
}

impl Event {
    /// The time of the event in milliseconds since the epoch.
    pub fn now(&self) -> u64 {
        match self {
            Self::User { now, .. } | Self::Sends { now, .. } => *now,
        }
    }
}
