//! One authentication of a user.

use serde::{Deserialize, Serialize};

use crate::event::Method;
use crate::lockout::REMEMBERED_MS;

/// One authentication, from the moment its send was reserved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Authentication {
    /// Unique for this user, so that a late settlement can't reach another authentication.
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
    /// The user was locked out, so nothing was sent.
    pub(crate) is_decoy: bool,
    /// The send has been committed or refunded.
    pub(crate) is_settled: bool,
    /// It has been counted as failed.
    pub(crate) is_counted: bool,
}

impl Authentication {
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
