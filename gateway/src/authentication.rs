//! One authentication of a user.

use serde::{Deserialize, Serialize};

use crate::decision::DecisionKind;
use crate::event::Method;
use crate::lockout::REMEMBERED_MS;

/// One authentication, from the moment its send was reserved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub(crate) struct Authentication {
    /// The id of the send's reservation.
    pub(crate) reservation: u64,
    pub(crate) method: Method,
    /// The time under which the send log counts its send.
    pub(crate) counted_at: u64,
    pub(crate) resend_at: u64,
    pub(crate) expires_at: u64,
    /// The number of consecutive sends up to and including this one.
    pub(crate) consecutive_sends: u64,
    /// Attempts reserved and not refunded.
    pub(crate) used: u64,
    /// Attempts that the API rejected.
    pub(crate) rejected: u64,
    /// The ids of the attempts that are not settled, oldest first.
    pub(crate) open_attempts: Vec<u64>,
    /// The user was locked out, so nothing was sent.
    pub(crate) is_decoy: bool,
    /// The send has been committed or refunded.
    pub(crate) is_settled: bool,
    /// It has been counted as failed.
    pub(crate) is_counted: bool,
}

/// The most attempts whose outcome is still awaited. Older ones stay counted for good.
const MAX_OPEN_ATTEMPTS: usize = 64;

impl Authentication {
    /// Counts an attempt until it is settled.
    pub(crate) fn reserve_attempt(&mut self, id: u64) {
        self.used = self.used.saturating_add(1);
        self.open_attempts.push(id);
        let surplus = self.open_attempts.len().saturating_sub(MAX_OPEN_ATTEMPTS);
        self.open_attempts.drain(..surplus);
    }

    /// Settles an attempt; whether it was not settled before.
    pub(crate) fn settle_attempt(&mut self, id: u64) -> bool {
        let index = self.open_attempts.iter().position(|open| *open == id);
        index.map(|index| self.open_attempts.remove(index)).is_some()
    }

    /// The decision on its send and on its attempts.
    pub(crate) fn kind(&self) -> DecisionKind {
        if self.is_decoy { DecisionKind::Decoy } else { DecisionKind::Allow }
    }

    pub(crate) fn is_active(&self, now: u64) -> bool {
        now < self.expires_at
    }

    pub(crate) fn attempts_left(&self, max_attempts: u64) -> u64 {
        max_attempts.saturating_sub(self.used)
    }

    /// Whether abandoning it now is one more failure. An attempt without an outcome counts as wrong: otherwise a caller who aborts
    /// every request before its response would never fail.
    pub(crate) fn fails(&self) -> bool {
        self.used > 0 && !self.is_counted && !self.is_decoy
    }

    /// The time from which it has no more effect: it has expired and its cooldown is over.
    pub(crate) fn over_at(&self) -> u64 {
        self.expires_at.max(self.resend_at)
    }

    /// The time from which it, and the failure that it may become, can be deleted.
    pub(crate) fn forget_at(&self) -> u64 {
        let remembered_ms = if self.fails() { REMEMBERED_MS } else { 0 };
        self.over_at().max(self.expires_at.saturating_add(remembered_ms))
    }
}

/// An authentication as it is stored: the fields in order, two times as the difference to when it was counted, and the flags as bits. A list takes a
/// quarter of the space of an object.
type Stored = (u64, Method, u64, u64, u64, u64, u64, u64, Vec<u64>, u8);

impl From<Authentication> for Stored {
    fn from(one: Authentication) -> Self {
        let flags = u8::from(one.is_decoy) | (u8::from(one.is_settled) << 1) | (u8::from(one.is_counted) << 2);
        let after = |time: u64| time.saturating_sub(one.counted_at);
        let (resend_after, expires_after) = (after(one.resend_at), after(one.expires_at));
        let counts = (one.consecutive_sends, one.used, one.rejected);
        let (sends, used, rejected) = counts;
        let attempts = one.open_attempts;
        (
            one.reservation,
            one.method,
            one.counted_at,
            resend_after,
            expires_after,
            sends,
            used,
            rejected,
            attempts,
            flags,
        )
    }
}

impl From<Stored> for Authentication {
    fn from(stored: Stored) -> Self {
        let (reservation, method, counted_at, resend_after, expires_after, consecutive_sends, ..) = stored;
        let (.., used, rejected, open_attempts, flags) = stored;
        Self {
            reservation,
            method,
            counted_at,
            resend_at: counted_at.saturating_add(resend_after),
            expires_at: counted_at.saturating_add(expires_after),
            consecutive_sends,
            used,
            rejected,
            open_attempts,
            is_decoy: flags & 1 > 0,
            is_settled: flags & 2 > 0,
            is_counted: flags & 4 > 0,
        }
    }
}
