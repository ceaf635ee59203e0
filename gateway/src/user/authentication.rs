//! One authentication of a user.

use super::failures::REMEMBERED_MS;
use crate::method::Method;

/// Follows one authentication from the moment its send was granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Authentication {
    /// Tells it from every other of this user, so that a late settlement can't meet the wrong one.
    pub(crate) generation: u64,
    pub(crate) method: Method,
    pub(crate) sent_at: u64,
    pub(crate) resend_at: u64,
    pub(crate) expires_at: u64,
    /// The sends in a row up to this one, itself included.
    pub(crate) run: u64,
    /// Attempts granted and not given back.
    pub(crate) used: u64,
    /// Attempts that the API found wrong.
    pub(crate) wrong: u64,
    /// Nothing was sent for it: the user was locked out.
    pub(crate) decoy: bool,
    /// It is known what became of its send.
    pub(crate) settled: bool,
    /// It has been counted as failed.
    pub(crate) counted: bool,
}

impl Authentication {
    pub(crate) fn live(&self, now: u64) -> bool {
        now < self.expires_at
    }

    pub(crate) fn attempts_left(&self, max_attempts: u64) -> u64 {
        max_attempts.saturating_sub(self.used)
    }

    /// Tells whether giving it up now makes one more failure. An attempt without an outcome counts as wrong: otherwise whoever
    /// breaks off each request before its end would never fail.
    pub(crate) fn fails(&self) -> bool {
        self.used > 0 && !self.counted && !self.decoy
    }

    /// Gives the time from which it has no more effect: neither alive nor a cool-down.
    pub(crate) fn over_at(&self) -> u64 {
        self.expires_at.max(self.resend_at)
    }

    /// Gives the time from which it and the failure that it may become can be forgotten.
    pub(crate) fn forget_at(&self) -> u64 {
        let remembered_ms = if self.fails() { REMEMBERED_MS } else { 0 };
        self.over_at().max(self.expires_at.saturating_add(remembered_ms))
    }
}
