//! Failed authentications in a row, and the lockout that they lead to.

use serde::{Deserialize, Serialize};

use crate::policy::Lockout;

/// How long a series of failures is remembered after its last one: our decision, so that no key is stored for ever.
pub(crate) const REMEMBERED_MS: u64 = 30 * 24 * 3_600_000;

/// Counts failed authentications since the last successful one.
///
/// The count continues after a lockout: each further failure locks the user out again, until one authentication succeeds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Failures {
    pub(crate) in_a_row: u64,
    pub(crate) last_at: u64,
    pub(crate) locked_until: u64,
}

impl Failures {
    pub(crate) fn is_locked(&self, now: u64) -> bool {
        now < self.locked_until
    }

    pub(crate) fn add(&mut self, at: u64, limit: Lockout) {
        self.forget_old(at);
        self.in_a_row = self.in_a_row.saturating_add(1);
        self.last_at = self.last_at.max(at);
        if self.in_a_row >= limit.failures {
            self.locked_until = self.locked_until.max(at.saturating_add(limit.duration_ms));
        }
    }

    /// Resets the count and ends a lockout.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(crate) fn forget_old(&mut self, now: u64) {
        if self.forget_at().is_some_and(|forget_at| forget_at <= now) {
            self.clear();
        }
    }

    pub(crate) fn forget_at(&self) -> Option<u64> {
        let remembered_until = self.last_at.saturating_add(REMEMBERED_MS);
        (self.in_a_row > 0).then_some(remembered_until.max(self.locked_until))
    }
}
