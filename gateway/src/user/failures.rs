//! Failed authentications in a row, and the lock-out they end in.

use crate::policy::LockOut;

/// How long a row of failures is remembered after its last one: our choice, so that no key lives for ever.
pub(crate) const REMEMBERED_MS: u64 = 30 * 24 * 3_600_000;

/// Counts failed authentications since the last one that succeeded.
///
/// The row goes on through a lock-out: after it, each further failure locks again, until the user succeeds once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Failures {
    pub(crate) in_a_row: u64,
    pub(crate) last_at: u64,
    pub(crate) locked_until: u64,
}

impl Failures {
    pub(crate) fn locked(&self, now: u64) -> bool {
        now < self.locked_until
    }

    pub(crate) fn add(&mut self, at: u64, limit: LockOut) {
        self.forget_old(at);
        self.in_a_row = self.in_a_row.saturating_add(1);
        self.last_at = self.last_at.max(at);
        if self.in_a_row >= limit.failures {
            self.locked_until = self.locked_until.max(at.saturating_add(limit.duration_ms));
        }
    }

    /// Ends the row, and a lock-out with it.
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
