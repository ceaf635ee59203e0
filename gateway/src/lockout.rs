//! Failed authentications in a row, and the lockout that they lead to.

use serde::{Deserialize, Serialize, Serializer};

use crate::events::Lockout;

/// How long a series of failures is remembered after its last one: our decision, so that no key is stored for ever.
pub(crate) const REMEMBERED_MS: u64 = 30 * 24 * 3_600_000;

/// The length of the shortest lockout after the first: the policy's length divided by two to this power.
const SHORTEST: u64 = 6;

/// Counts failed authentications since the last successful one.
///
/// The first lockout has the policy's length. After it, each further failure locks the user out again until one authentication succeeds:
/// for 1/64 of the length, then 1/32 and so on up to all of it. Each period of that length without a failure takes one step back. So
/// neither can a guesser continue at full speed, nor can one wrong PIN an hour keep a user locked out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Failures {
    pub(crate) in_a_row: u64,
    pub(crate) last_at: u64,
    pub(crate) locked_until: u64,
    /// Counts the steps of the lockouts after the first.
    pub(crate) step: u64,
}

impl Failures {
    pub(crate) fn is_locked(&self, now: u64) -> bool {
        now < self.locked_until
    }

    pub(crate) fn add(&mut self, at: u64, limit: Lockout) {
        self.forget_old(at);
        self.in_a_row = self.in_a_row.saturating_add(1);
        if self.in_a_row >= limit.failures {
            let duration_ms = self.next_duration_ms(at, limit);
            self.locked_until = self.locked_until.max(at.saturating_add(duration_ms));
        }
        self.last_at = self.last_at.max(at);
    }

    fn next_duration_ms(&mut self, at: u64, limit: Lockout) -> u64 {
        if self.locked_until == 0 {
            return limit.duration_ms;
        }
        let periods_without_failure = at.saturating_sub(self.last_at) / limit.duration_ms.max(1);
        self.step = self.step.saturating_sub(periods_without_failure).saturating_add(1).min(SHORTEST + 1);
        (limit.duration_ms >> (SHORTEST + 1 - self.step)).max(1)
    }

    /// Shortens a lockout that is longer than the policy's.
    pub(crate) fn limit_waits(&mut self, now: u64, limit: Lockout) {
        self.last_at = self.last_at.min(now);
        self.locked_until = self.locked_until.min(now.saturating_add(limit.duration_ms));
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

/// A list takes less space than an object.
impl Serialize for Failures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.in_a_row, self.last_at, self.locked_until, self.step).serialize(serializer)
    }
}
