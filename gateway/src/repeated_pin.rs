//! A right PIN that is submitted again, by a double click, by a second tab, or since the response was lost.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize, Serializer};

/// How long a right PIN is right again.
const REPEAT_MS: u64 = 30_000;

/// What a store keeps of a PIN that has been used, in order to recognize it. It is no secret: a PIN has few digits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint(pub(crate) u64);

impl Fingerprint {
    /// Returns the fingerprint of a PIN of one user.
    pub fn of(user_key: &str, pin: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        (user_key, pin).hash(&mut hasher);
        Self(hasher.finish())
    }
}

/// The PIN that verified a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) struct UsedPin {
    fingerprint: Fingerprint,
    repeatable_until: u64,
    /// Other PINs since then. As many as an authentication allows make it a PIN like any other: they are guesses.
    others: u64,
}

impl UsedPin {
    pub(crate) fn new(fingerprint: Fingerprint, now: u64) -> Self {
        Self { fingerprint, repeatable_until: now.saturating_add(REPEAT_MS), others: 0 }
    }

    pub(crate) fn is_repeated_by(&self, fingerprint: Fingerprint, now: u64, max_attempts: u64) -> bool {
        self.is_repeatable(now, max_attempts) && self.fingerprint == fingerprint
    }

    /// Counts another PIN. Returns whether that makes a difference.
    pub(crate) fn count_other(&mut self, now: u64, max_attempts: u64) -> bool {
        let counts = self.is_repeatable(now, max_attempts);
        self.others = self.others.saturating_add(u64::from(counts));
        counts
    }

    /// Shortens a time that a clock recorded far ahead of this one.
    pub(crate) fn limit_wait(&mut self, now: u64) {
        self.repeatable_until = self.repeatable_until.min(now.saturating_add(REPEAT_MS));
    }

    fn is_repeatable(&self, now: u64, max_attempts: u64) -> bool {
        now < self.repeatable_until && self.others < max_attempts
    }
}

/// A list takes less space than an object.
impl Serialize for UsedPin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.fingerprint, self.repeatable_until, self.others).serialize(serializer)
    }
}
