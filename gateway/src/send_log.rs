//! The sends within a time window.

use serde::{Deserialize, Serialize};

use crate::policy::SendLimit;

/// The times of sends, oldest first.
///
/// The window slides and is exact: a send counts from its millisecond until one window later, when it no longer counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<u64>", into = "Vec<u64>")]
pub(crate) struct SendLog {
    times: Vec<u64>,
}

impl SendLog {
    /// Removes sends that no longer count.
    pub(crate) fn prune(&mut self, limit: SendLimit, now: u64) {
        self.times.retain(|time| now < time.saturating_add(limit.window_ms));
    }

    /// The time from which one more send is within the limit; `now` or earlier if it already is.
    ///
    /// A limit of no sends at all moves along with the clock.
    pub(crate) fn available_at(&self, limit: SendLimit, now: u64) -> u64 {
        let Some(last_kept) = usize::try_from(limit.count).ok().and_then(|count| count.checked_sub(1)) else {
            return now.saturating_add(limit.window_ms);
        };
        let blocking = self.times.iter().rev().nth(last_kept);
        blocking.map_or(now, |time| time.saturating_add(limit.window_ms))
    }

    pub(crate) fn record(&mut self, now: u64) {
        // The clocks of two processes may differ by milliseconds, and the log has to stay in order.
        let index = self.times.partition_point(|time| *time <= now);
        self.times.insert(index, now);
    }

    /// Removes one send recorded at `at`. A send that is no longer in the log needs no refund.
    pub(crate) fn refund(&mut self, at: u64) {
        if let Ok(index) = self.times.binary_search(&at) {
            self.times.remove(index);
        }
    }

    /// The time at which the last send stops counting.
    pub(crate) fn forget_at(&self, limit: SendLimit) -> Option<u64> {
        self.times.last().map(|time| time.saturating_add(limit.window_ms))
    }
}

/// Stores the first time and then the differences, which take a third of the space.
impl From<SendLog> for Vec<u64> {
    fn from(log: SendLog) -> Self {
        let earlier = std::iter::once(0).chain(log.times.iter().copied());
        log.times.iter().zip(earlier).map(|(time, before)| time.saturating_sub(before)).collect()
    }
}

impl From<Vec<u64>> for SendLog {
    fn from(differences: Vec<u64>) -> Self {
        let times = differences.into_iter().scan(0_u64, |time, difference| {
            *time = time.saturating_add(difference);
            Some(*time)
        });
        Self { times: times.collect() }
    }
}
