//! How many sends a span of time holds.

use crate::policy::SendLimit;
use crate::row::{CorruptRow, RowReader};

/// Logs the times of sends, oldest first.
///
/// The span slides and is exact: a send counts from its millisecond until the window's length later, at which it is free again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sends {
    times: Vec<u64>,
}

impl Sends {
    /// Forgets sends that no longer count.
    pub(crate) fn prune(&mut self, limit: SendLimit, now: u64) {
        self.times.retain(|time| now < time.saturating_add(limit.window_ms));
    }

    /// Gives the time from which one more send is within the limit; `now` or earlier where it is so already.
    ///
    /// A limit of no sends at all moves along with the clock.
    pub(crate) fn free_at(&self, limit: SendLimit, now: u64) -> u64 {
        let Some(last_kept) = usize::try_from(limit.count).ok().and_then(|count| count.checked_sub(1)) else {
            return now.saturating_add(limit.window_ms);
        };
        let blocking = self.times.iter().rev().nth(last_kept);
        blocking.map_or(now, |time| time.saturating_add(limit.window_ms))
    }

    pub(crate) fn record(&mut self, now: u64) {
        // Clocks of two isolates may differ by milliseconds, and the log has to stay in order.
        let index = self.times.partition_point(|time| *time <= now);
        self.times.insert(index, now);
    }

    /// Takes back one send recorded at `at`; none there is no fault, it has been forgotten since.
    pub(crate) fn give_back(&mut self, at: u64) {
        if let Ok(index) = self.times.binary_search(&at) {
            self.times.remove(index);
        }
    }

    /// Gives the time at which the last send stops counting, where there is one.
    pub(crate) fn forget_at(&self, limit: SendLimit) -> Option<u64> {
        self.times.last().map(|time| time.saturating_add(limit.window_ms))
    }

    /// Writes the first time and then the distances, which take a third of the room.
    pub(crate) fn to_numbers(&self) -> impl Iterator<Item = u64> + '_ {
        let earlier = std::iter::once(0).chain(self.times.iter().copied());
        self.times.iter().zip(earlier).map(|(time, before)| time.saturating_sub(before))
    }

    /// Reads what `to_numbers` wrote, to the end of the row.
    pub(crate) fn read(row: &mut RowReader<'_>) -> Result<Self, CorruptRow> {
        let times = row.rest()?.into_iter().scan(0_u64, |time, distance| {
            *time = time.saturating_add(distance);
            Some(*time)
        });
        Ok(Self { times: times.collect() })
    }
}
