//! What happens to a key.

use crate::method::Method;
use crate::policy::{Policy, SendLimit};
use crate::row::{self, CorruptRow, RowReader};

/// Happens to one user. A `generation` is the `grant` of the verdict that is being settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserEvent {
    /// A send is wanted by this method. Granted, it counts from now on, whatever becomes of it.
    Start(Method),
    /// The API started the authentication, by this method.
    Started(u64, Method),
    /// The API certainly started nothing: the send is given back and an earlier authentication lives on.
    StartFailed(u64),
    /// Nobody knows whether the API started it: the user's send is given back, and a PIN that arrives all the same can be verified.
    StartUncertain(u64),
    /// A PIN is to be tried. Granted, it counts as wrong until it is settled otherwise.
    Attempt,
    /// The API found the PIN right.
    Right(u64),
    /// The API found the PIN wrong.
    Wrong(u64),
    /// The API certainly never judged the PIN: the attempt is given back.
    Unjudged(u64),
    /// Nothing happens, someone asks.
    Status,
}

/// Happens to a key that only counts sends: an address, or the whole gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendEvent {
    /// A send is wanted.
    Send,
    /// The send granted at that time never took place.
    GiveBack(u64),
}

/// Holds all that a key's state has to know to take the next step, so that a store needs no settings of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// For a user's key.
    User {
        /// What happens.
        event: UserEvent,
        /// Milliseconds since the epoch.
        now: u64,
        /// The limits in force.
        policy: Policy,
    },
    /// For an address's key, or the gateway's.
    Sends {
        /// What happens.
        event: SendEvent,
        /// Milliseconds since the epoch.
        now: u64,
        /// The limit in force.
        limit: SendLimit,
    },
}

impl Event {
    /// Gives the time of the event in milliseconds since the epoch.
    pub fn now(&self) -> u64 {
        match self {
            Self::User { now, .. } | Self::Sends { now, .. } => *now,
        }
    }

    /// Writes the event as a row, as it goes to a store.
    pub fn to_row(&self) -> String {
        match self {
            Self::User { event, now, policy } => {
                let mut numbers = event.to_numbers().to_vec();
                numbers.push(*now);
                numbers.extend(policy.to_numbers());
                row::write(&numbers)
            }
            Self::Sends { event, now, limit } => {
                let [kind, grant] = event.to_numbers();
                row::write(&[kind, grant, 0, *now, limit.count, limit.window_ms])
            }
        }
    }

    /// Reads what `to_row` wrote.
    pub fn from_row(text: &str) -> Result<Self, CorruptRow> {
        let mut row = RowReader::open(text)?;
        let (kind, grant, method) = (row.number()?, row.number()?, Method::from_number(row.number()?)?);
        let now = row.number()?;
        if let Some(event) = SendEvent::from_numbers(kind, grant) {
            let limit = SendLimit::read(&mut row)?;
            return row.end().map(|()| Self::Sends { event, now, limit });
        }
        let event = UserEvent::from_numbers(kind, grant, method).ok_or(CorruptRow)?;
        Ok(Self::User { event, now, policy: Policy::read(&mut row)? })
    }
}

impl UserEvent {
    fn to_numbers(self) -> [u64; 3] {
        match self {
            Self::Start(method) => [1, 0, Method::to_number(Some(method))],
            Self::Started(generation, method) => [2, generation, Method::to_number(Some(method))],
            Self::StartFailed(generation) => [3, generation, 0],
            Self::StartUncertain(generation) => [4, generation, 0],
            Self::Attempt => [5, 0, 0],
            Self::Right(generation) => [6, generation, 0],
            Self::Wrong(generation) => [7, generation, 0],
            Self::Unjudged(generation) => [8, generation, 0],
            Self::Status => [9, 0, 0],
        }
    }

    fn from_numbers(kind: u64, generation: u64, method: Option<Method>) -> Option<Self> {
        match kind {
            1 => method.map(Self::Start),
            2 => method.map(|method| Self::Started(generation, method)),
            3 => Some(Self::StartFailed(generation)),
            4 => Some(Self::StartUncertain(generation)),
            5 => Some(Self::Attempt),
            6 => Some(Self::Right(generation)),
            7 => Some(Self::Wrong(generation)),
            8 => Some(Self::Unjudged(generation)),
            9 => Some(Self::Status),
            _ => None,
        }
    }
}

impl SendEvent {
    fn to_numbers(self) -> [u64; 2] {
        match self {
            Self::Send => [20, 0],
            Self::GiveBack(at) => [21, at],
        }
    }

    fn from_numbers(kind: u64, at: u64) -> Option<Self> {
        match kind {
            20 => Some(Self::Send),
            21 => Some(Self::GiveBack(at)),
            _ => None,
        }
    }
}
