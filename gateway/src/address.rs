//! The networks that sends and wrong PINs are counted for.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::event::{Level, SharedLimit};
use crate::policy::SendLimit;

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
