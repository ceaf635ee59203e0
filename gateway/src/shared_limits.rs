//! The limits of keys that many users share: the sends and failed PINs of a network, of a destination, or of the whole gateway.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};

use crate::events::{Level, SendLimit, SharedLimit};

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

    /// The time from which the event's count is within every limit; `now` or earlier if it already is.
    pub(crate) fn available_at(&self, limit: &SharedLimit, now: u64) -> u64 {
        let is_full = limit.levels.len() > 1 && self.entries.len() >= MAX_ENTRIES;
        let full_until =
            self.entries.first().filter(|_| is_full).map_or(now, |entry| entry.time.saturating_add(limit.window_ms));
        let levels = limit.levels.iter().map(|level| self.level_available_at(limit, level.shift, level.count, now));
        levels.max().unwrap_or(now).max(full_until)
    }

    fn level_available_at(&self, limit: &SharedLimit, shift: u32, most: u64, now: u64) -> u64 {
        // The number of earlier ones with which the limit is reached. Where so many are never allowed, the end of the wait moves along with the clock.
        let Some(most) = most.checked_sub(limit.count).map(|most| most.saturating_add(1)) else {
            return now.saturating_add(limit.window_ms);
        };
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

    /// Counts a reservation.
    pub(crate) fn record(&mut self, id: u64, limit: &SharedLimit, now: u64) {
        let entry = Entry { time: now, count: limit.count, group: limit.group, id };
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

/// A network whose addresses share a key, and the address's part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// The name of the largest network: an IPv6 /48, or an IPv4 /24.
    pub key: String,
    group: u16,
    /// The sizes of networks that have a limit: the bits in which their addresses differ, and how many times as much one may do.
    sizes: &'static [(u32, u64)],
}

/// IPv6: /64, /56 and /48. A caller with one address usually has all 2^64 addresses of its /64, a customer of a host often a /56 or a /48.
const IPV6: &[(u32, u64)] = &[(0, 1), (8, 4), (16, 16)];
/// IPv4: the address and its /24.
const IPV4: &[(u32, u64)] = &[(0, 1), (8, 32)];
/// All addresses that are malformed, so that none of them escapes the limit.
const MALFORMED: &[(u32, u64)] = &[(16, 1)];

impl Network {
    /// The network of an address: the same for every spelling of it; none if the text is blank.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| match parse(text).map(|address| address.to_canonical()) {
            None => Self { key: "malformed".to_owned(), group: 0, sizes: MALFORMED },
            Some(IpAddr::V4(address)) => {
                let [a, b, c, last] = address.octets();
                Self { key: format!("{}/24", Ipv4Addr::new(a, b, c, 0)), group: u16::from(last), sizes: IPV4 }
            }
            Some(IpAddr::V6(address)) => {
                let [a, b, c, group, ..] = address.segments();
                Self { key: format!("{}/48", Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0)), group, sizes: IPV6 }
            }
        })
    }

    /// The limits of its networks, for a limit of one address.
    pub fn limit(&self, SendLimit { count, window_ms }: SendLimit) -> SharedLimit {
        let level = |(shift, times): &(u32, u64)| Level { shift: *shift, count: count.saturating_mul(*times) };
        SharedLimit {
            window_ms,
            levels: self.sizes.iter().map(level).collect(),
            group: self.group,
            knows_settled: false,
            count: 1,
        }
    }
}

/// Whether text is an IP address, as `Network::of` reads it.
pub fn is_address(text: &str) -> bool {
    parse(text.trim()).is_some()
}

/// Parses an IP address that may have a port, an IPv6 zone or the brackets of a URL.
fn parse(text: &str) -> Option<IpAddr> {
    let (host, port) = split_port(text)?;
    let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok());
    let (address, _zone) = host.split_once('%').unwrap_or((host, ""));
    address.parse().ok().filter(|_| is_port)
}

fn split_port(text: &str) -> Option<(&str, Option<&str>)> {
    if let Some(bracketed) = text.strip_prefix('[') {
        let (host, rest) = bracketed.split_once(']')?;
        return if rest.is_empty() { Some((host, None)) } else { Some((host, Some(rest.strip_prefix(':')?))) };
    }
    match text.split_once(':') {
        // A second colon is part of an IPv6 address.
        Some((host, port)) if !port.contains(':') => Some((host, Some(port))),
        _ => Some((text, None)),
    }
}
