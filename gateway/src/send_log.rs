//! The sends within a time window.

use serde::{Deserialize, Serialize};

use crate::policy::SendLimit;

/// Limits up to this count are exact to the millisecond. Larger ones count their sends in this many buckets per window, so that the state
/// of a key, which every send reads and writes, stays below 2 KiB whatever the limit.
const MAX_BUCKETS: u64 = 100;

/// Counts sends by time, oldest first.
///
/// The window slides: a send counts from its time until one window later. In a bucket it counts from the bucket's end, i.e. up to a
/// hundredth of the window longer and never shorter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<u64>", into = "Vec<u64>")]
pub(crate) struct SendLog {
    buckets: Vec<Bucket>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bucket {
    time: u64,
    count: u64,
}

impl SendLog {
    /// Removes sends that no longer count. Those that a clock recorded far ahead of this one count from one window later at most.
    pub(crate) fn prune(&mut self, limit: SendLimit, now: u64) {
        let latest = now.saturating_add(limit.window_ms);
        self.buckets.iter_mut().for_each(|bucket| bucket.time = bucket.time.min(latest));
        self.buckets.retain(|bucket| now < bucket.time.saturating_add(limit.window_ms));
    }

    /// The time from which one more send is within the limit; `now` or earlier if it already is.
    ///
    /// A limit of no sends at all moves along with the clock.
    pub(crate) fn available_at(&self, limit: SendLimit, now: u64) -> u64 {
        if limit.count == 0 {
            return now.saturating_add(limit.window_ms);
        }
        let mut count = 0_u64;
        for bucket in self.buckets.iter().rev() {
            count = count.saturating_add(bucket.count);
            if count >= limit.count {
                return bucket.time.saturating_add(limit.window_ms);
            }
        }
        now
    }

    /// Counts one send and returns the time under which it is counted.
    pub(crate) fn record(&mut self, limit: SendLimit, now: u64) -> u64 {
        let bucket_ms = if limit.count <= MAX_BUCKETS { 1 } else { limit.window_ms.div_ceil(MAX_BUCKETS) };
        let time = now.checked_next_multiple_of(bucket_ms).unwrap_or(now);
        // The clocks of two processes may differ by milliseconds, and the log has to stay in order.
        match self.buckets.binary_search_by_key(&time, |bucket| bucket.time) {
            Ok(index) => self
                .buckets
                .iter_mut()
                .skip(index)
                .take(1)
                .for_each(|bucket| bucket.count = bucket.count.saturating_add(1)),
            Err(index) => self.buckets.insert(index, Bucket { time, count: 1 }),
        }
        time
    }

    /// Removes one send recorded at `at`. A send that is no longer in the log needs no refund.
    pub(crate) fn refund(&mut self, at: u64) {
        for bucket in self.buckets.iter_mut().filter(|bucket| bucket.time == at) {
            bucket.count = bucket.count.saturating_sub(1);
        }
        self.buckets.retain(|bucket| bucket.count > 0);
    }

    /// The time at which the last send stops counting.
    pub(crate) fn forget_at(&self, limit: SendLimit) -> Option<u64> {
        self.buckets.last().map(|bucket| bucket.time.saturating_add(limit.window_ms))
    }
}

/// Stores each bucket as the difference to the previous time and the count, which takes a third of the space.
impl From<SendLog> for Vec<u64> {
    fn from(log: SendLog) -> Self {
        let earlier = std::iter::once(0).chain(log.buckets.iter().map(|bucket| bucket.time));
        let pairs = log.buckets.iter().zip(earlier);
        pairs.flat_map(|(bucket, before)| [bucket.time.saturating_sub(before), bucket.count]).collect()
    }
}

impl TryFrom<Vec<u64>> for SendLog {
    type Error = &'static str;

    fn try_from(numbers: Vec<u64>) -> Result<Self, Self::Error> {
        let (pairs, []) = numbers.as_chunks::<2>() else { return Err("expected pairs of time and count") };
        let mut time = 0_u64;
        let buckets = pairs.iter().map(|[difference, count]| {
            time = time.saturating_add(*difference);
            Bucket { time, count: (*count).min(u64::from(u32::MAX)) }
        });
        Ok(Self { buckets: buckets.collect() })
    }
}
