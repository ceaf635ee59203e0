//! What is counted for a key that many users share: the sends and failed PINs of a network, of a destination, or of the whole gateway.

use serde::{Deserialize, Serialize};

use crate::event::SharedLimit;

/// A reservation can be refunded, and its lost decision repeated, for so long. The client's calls take 10 s at most by default.
const OPEN_MS: u64 = 15_000;

/// Limits up to this count are exact to the millisecond. Larger ones count in this many buckets per window.
const EXACT_COUNT: u64 = 400;
const BUCKETS: u64 = 100;

/// The most entries of a network, so that its state stays small: beyond it, the network is denied like one whose limit is reached.
const MAX_ENTRIES: usize = 1_000;

/// Counts reservations by time, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<u64>", into = "Vec<u64>")]
pub(crate) struct Reservations {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    time: u64,
    count: u64,
    /// The network within the key.
    group: u16,
    /// The id of a single reservation that may still be refunded, 0 for others.
    id: u64,
}

impl Reservations {
    /// Removes what no longer counts, and merges what is settled.
    pub(crate) fn prune(&mut self, limit: &SharedLimit, settled: &[u64], now: u64) {
        let latest = now.saturating_add(limit.window_ms);
        for entry in &mut self.entries {
            entry.time = entry.time.min(latest);
            if entry.id != 0 && (settled.contains(&entry.id) || entry.time.saturating_add(OPEN_MS) <= now) {
                entry.id = 0;
                entry.time = limit.bucket_of(entry.time);
            }
        }
        self.entries.retain(|entry| now < entry.time.saturating_add(limit.window_ms));
        self.entries.sort_by_key(|entry| (entry.time, entry.group, entry.id));
        self.entries.dedup_by(|later, earlier| {
            let is_same =
                later.id == 0 && earlier.id == 0 && (later.time, later.group) == (earlier.time, earlier.group);
            earlier.count = earlier.count.saturating_add(if is_same { later.count } else { 0 });
            is_same
        });
    }

    /// Whether the reservation exists, so that a repeated event counts nothing again.
    pub(crate) fn contains(&self, id: u64) -> bool {
        self.entries.iter().any(|entry| entry.id == id && id != 0)
    }

    /// The time from which one more is within every limit; `now` or earlier if it already is.
    pub(crate) fn available_at(&self, limit: &SharedLimit, now: u64) -> u64 {
        let is_full = limit.levels.len() > 1 && self.entries.len() >= MAX_ENTRIES;
        let full_until =
            self.entries.first().filter(|_| is_full).map_or(now, |entry| entry.time.saturating_add(limit.window_ms));
        let levels = limit.levels.iter().map(|level| self.level_available_at(limit, level.shift, level.count, now));
        levels.max().unwrap_or(now).max(full_until)
    }

    fn level_available_at(&self, limit: &SharedLimit, shift: u32, most: u64, now: u64) -> u64 {
        if most == 0 {
            return now.saturating_add(limit.window_ms);
        }
        let network = |group: u16| u32::from(group).checked_shr(shift).unwrap_or(0);
        let counted = || self.entries.iter().rev().filter(|entry| network(entry.group) == network(limit.group));
        let Some(until) = nth(counted(), most).map(|entry| entry.time.saturating_add(limit.window_ms)) else {
            return now;
        };
        // While calls are under way, their refunds may make room in a moment: nobody has to wait for the window because of them.
        let is_settled = |entry: &&Entry| entry.id == 0;
        let is_full_without_open = nth(counted().filter(is_settled), most).is_some();
        let open_until =
            self.entries.iter().find(|entry| entry.id != 0).map(|entry| entry.time.saturating_add(OPEN_MS));
        let open_until = open_until.filter(|_| limit.knows_settled && !is_full_without_open);
        open_until.map_or(until, |open_until| until.min(open_until.max(now.saturating_add(1))))
    }

    /// Counts one reservation.
    pub(crate) fn record(&mut self, id: u64, limit: &SharedLimit, now: u64) {
        let entry = Entry { time: now, count: 1, group: limit.group, id };
        let index = self.entries.partition_point(|other| other.time <= now);
        self.entries.insert(index, entry);
    }

    /// Removes a reservation. It does nothing the second time, or for one that is settled.
    pub(crate) fn refund(&mut self, id: u64) -> bool {
        let before = self.entries.len();
        self.entries.retain(|entry| id == 0 || entry.id != id);
        self.entries.len() < before
    }

    /// The time at which the last entry stops counting.
    pub(crate) fn forget_at(&self, limit: &SharedLimit) -> Option<u64> {
        let end = |entry: &Entry| limit.bucket_of(entry.time).saturating_add(limit.window_ms);
        self.entries.iter().map(end).max()
    }
}

/// Returns the entry with which the newest entries reach the count.
fn nth<'a>(newest_first: impl Iterator<Item = &'a Entry>, most: u64) -> Option<&'a Entry> {
    let mut count = 0_u64;
    for entry in newest_first {
        count = count.saturating_add(entry.count);
        if count >= most {
            return Some(entry);
        }
    }
    None
}

impl SharedLimit {
    /// The end of the bucket that a time is in: a reservation may count a hundredth of the window longer, never shorter.
    fn bucket_of(&self, time: u64) -> u64 {
        let largest = self.levels.iter().map(|level| level.count).max().unwrap_or(0);
        let bucket_ms = if largest <= EXACT_COUNT { 1 } else { self.window_ms.div_ceil(BUCKETS).max(1) };
        time.checked_next_multiple_of(bucket_ms).unwrap_or(time)
    }
}

/// Stores each entry as four numbers: the difference to the previous time, the count, the network and the id.
impl From<Reservations> for Vec<u64> {
    fn from(reservations: Reservations) -> Self {
        let entries = &reservations.entries;
        let earlier = std::iter::once(0).chain(entries.iter().map(|entry| entry.time));
        let fields = entries.iter().zip(earlier);
        fields
            .flat_map(|(entry, before)| {
                [entry.time.saturating_sub(before), entry.count, u64::from(entry.group), entry.id]
            })
            .collect()
    }
}

impl TryFrom<Vec<u64>> for Reservations {
    type Error = &'static str;

    fn try_from(numbers: Vec<u64>) -> Result<Self, Self::Error> {
        let (fields, []) = numbers.as_chunks::<4>() else { return Err("expected time, count, network and id") };
        let mut time = 0_u64;
        let entries = fields.iter().map(|[difference, count, group, id]| {
            time = time.saturating_add(*difference);
            let group = u16::try_from(*group).map_err(|_| "expected a network of 16 bits")?;
            Ok(Entry { time, count: (*count).min(u64::from(u32::MAX)), group, id: *id })
        });
        Ok(Self { entries: entries.collect::<Result<_, Self::Error>>()? })
    }
}
