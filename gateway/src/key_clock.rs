//! The time of one key. It never runs backwards, whatever the clocks of the processes that write to the key.

use serde::{Deserialize, Serialize};

/// Clocks of one network differ by less than this. A clock that is behind by less only waits.
const TOLERANCE_MS: u64 = 2_000;

/// A clock that is behind by more is reported to the operator.
const REPORTED_MS: u64 = 10_000;

/// The latest time that a key has seen, and the clock that was behind it.
///
/// If the time ran backwards, a slower clock would revive cooldowns or a faster one would forget counts, so two processes could take turns
/// to pass every limit. A slower clock sees the time of the faster one instead, and from there it passes at its own speed. So a clock that
/// once was ahead shifts the times of a key, and neither stops them nor lets a limit be exceeded more than once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeyClock(u64, u64, u64);

/// The time of an event as its key sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) now: u64,
    /// Whether the clock of the event was behind for the first time, which the key has to remember.
    pub(crate) is_new_shift: bool,
    /// How far the clock of the event was behind, if that is more than clocks should differ.
    pub(crate) behind_ms: Option<u64>,
}

impl KeyClock {
    /// Returns the key's time for an event at `now`.
    pub(crate) fn read(&mut self, now: u64) -> Reading {
        let Self(latest, shifted_to, shifted_from) = *self;
        let behind_ms = latest.saturating_sub(now);
        if behind_ms == 0 {
            *self = Self(now, 0, 0);
            return Reading { now, is_new_shift: false, behind_ms: None };
        }
        let reported_ms = (behind_ms > REPORTED_MS).then_some(behind_ms);
        if behind_ms <= TOLERANCE_MS {
            return Reading { now: latest, is_new_shift: false, behind_ms: None };
        }
        if shifted_to == 0 {
            *self = Self(latest, latest, now);
            return Reading { now: latest, is_new_shift: true, behind_ms: reported_ms };
        }
        let shifted = shifted_to.saturating_add(now.saturating_sub(shifted_from)).max(latest);
        *self = Self(shifted, shifted_to, shifted_from);
        Reading { now: shifted, is_new_shift: false, behind_ms: reported_ms }
    }
}
