//! What a user's state remembers: sends and authentications.

use serde::{Deserialize, Serialize, Serializer};

use crate::decisions::DecisionKind;
use crate::events::{Method, SendLimit};
use crate::lockout::REMEMBERED_MS;
use crate::repeated_pin::UsedPin;

/// One authentication, from the moment its send was reserved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub(crate) struct Authentication {
    /// The id of the send's reservation.
    pub(crate) reservation: u64,
    pub(crate) method: Method,
    /// The time under which the send log counts its send.
    pub(crate) counted_at: u64,
    pub(crate) resend_at: u64,
    pub(crate) expires_at: u64,
    /// How many messages the API may send for it.
    pub(crate) sends: u64,
    /// The number of consecutive sends up to and including this one.
    pub(crate) consecutive_sends: u64,
    /// Attempts reserved and not refunded.
    pub(crate) used: u64,
    /// Attempts that the API rejected.
    pub(crate) rejected: u64,
    /// The ids of the attempts that are not settled, oldest first.
    pub(crate) open_attempts: Vec<u64>,
    /// The user was locked out, so nothing was sent.
    pub(crate) is_decoy: bool,
    /// The send has been committed or refunded.
    pub(crate) is_settled: bool,
    /// It has been counted as failed.
    pub(crate) is_counted: bool,
}

/// The most attempts whose outcome is still awaited. Older ones stay counted for good.
const MAX_OPEN_ATTEMPTS: usize = 64;

impl Authentication {
    /// Counts an attempt until it is settled.
    pub(crate) fn reserve_attempt(&mut self, id: u64) {
        self.used = self.used.saturating_add(1);
        self.open_attempts.push(id);
        let surplus = self.open_attempts.len().saturating_sub(MAX_OPEN_ATTEMPTS);
        self.open_attempts.drain(..surplus);
    }

    /// Settles an attempt; whether it was not settled before.
    pub(crate) fn settle_attempt(&mut self, id: u64) -> bool {
        let index = self.open_attempts.iter().position(|open| *open == id);
        index.map(|index| self.open_attempts.remove(index)).is_some()
    }

    /// The decision on its send and on its attempts.
    pub(crate) fn kind(&self) -> DecisionKind {
        if self.is_decoy { DecisionKind::Decoy } else { DecisionKind::Allow }
    }

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

/// An authentication as it is stored: the fields in order, two times as the difference to when it was counted, and the flags as bits, above them the
/// messages beyond the first. A list takes a quarter of the space of an object.
type Stored = (u64, Method, u64, u64, u64, u64, u64, u64, Vec<u64>, u64);

impl From<Authentication> for Stored {
    fn from(one: Authentication) -> Self {
        let flags = u64::from(one.is_decoy) | (u64::from(one.is_settled) << 1) | (u64::from(one.is_counted) << 2);
        let flags = flags | (one.sends.saturating_sub(1) << 3);
        let after = |time: u64| time.saturating_sub(one.counted_at);
        let (resend_after, expires_after) = (after(one.resend_at), after(one.expires_at));
        let counts = (one.consecutive_sends, one.used, one.rejected);
        let (sends, used, rejected) = counts;
        let attempts = one.open_attempts;
        (
            one.reservation,
            one.method,
            one.counted_at,
            resend_after,
            expires_after,
            sends,
            used,
            rejected,
            attempts,
            flags,
        )
    }
}

impl From<Stored> for Authentication {
    fn from(stored: Stored) -> Self {
        let (reservation, method, counted_at, resend_after, expires_after, consecutive_sends, ..) = stored;
        let (.., used, rejected, open_attempts, flags) = stored;
        Self {
            reservation,
            method,
            counted_at,
            resend_at: counted_at.saturating_add(resend_after),
            expires_at: counted_at.saturating_add(expires_after),
            sends: (flags >> 3).saturating_add(1),
            consecutive_sends,
            used,
            rejected,
            open_attempts,
            is_decoy: flags & 1 > 0,
            is_settled: flags & 2 > 0,
            is_counted: flags & 4 > 0,
        }
    }
}

/// A success, remembered until the authentication would have expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) struct Verified {
    pub(crate) reservation: u64,
    pub(crate) method: Option<Method>,
    pub(crate) until: u64,
    pub(crate) pin: UsedPin,
}

/// A list takes less space than an object.
impl Serialize for Verified {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.reservation, self.method, self.until, self.pin).serialize(serializer)
    }
}

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

    /// The time from which so many more sends are within the limit; `now` or earlier if they already are.
    ///
    /// A limit that allows fewer at any time moves along with the clock.
    pub(crate) fn available_at(&self, limit: SendLimit, sends: u64, now: u64) -> u64 {
        let Some(most_before) = limit.count.checked_sub(sends) else { return now.saturating_add(limit.window_ms) };
        let mut count = 0_u64;
        for bucket in self.buckets.iter().rev() {
            count = count.saturating_add(bucket.count);
            if count > most_before {
                return bucket.time.saturating_add(limit.window_ms);
            }
        }
        now
    }

    /// Counts sends and returns the time under which they are counted.
    pub(crate) fn record(&mut self, limit: SendLimit, sends: u64, now: u64) -> u64 {
        let bucket_ms = if limit.count <= MAX_BUCKETS { 1 } else { limit.window_ms.div_ceil(MAX_BUCKETS) };
        let time = now.checked_next_multiple_of(bucket_ms).unwrap_or(now);
        // The clocks of two processes may differ by milliseconds, and the log has to stay in order.
        match self.buckets.binary_search_by_key(&time, |bucket| bucket.time) {
            Ok(index) => self
                .buckets
                .iter_mut()
                .skip(index)
                .take(1)
                .for_each(|bucket| bucket.count = bucket.count.saturating_add(sends)),
            Err(index) => self.buckets.insert(index, Bucket { time, count: sends }),
        }
        time
    }

    /// Removes sends recorded at `at`. Those that are no longer in the log need no refund.
    pub(crate) fn refund(&mut self, sends: u64, at: u64) {
        for bucket in self.buckets.iter_mut().filter(|bucket| bucket.time == at) {
            bucket.count = bucket.count.saturating_sub(sends);
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
