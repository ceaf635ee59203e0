//! The addresses that sends are counted for.

use std::net::{IpAddr, Ipv6Addr};

/// The key of all addresses that are malformed, so that none of them escapes the limit.
const MALFORMED: &str = "malformed";

/// The key of an address: the same for every spelling of it; none if the text is blank.
///
/// For IPv6 it is the network: a caller with one address usually has all 2^64 addresses of its /64.
pub fn address_key(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| parse(text).map_or_else(|| MALFORMED.to_owned(), key))
}

/// Whether text is an IP address, as `address_key` reads it.
pub fn is_address(text: &str) -> bool {
    parse(text.trim()).is_some()
}

fn key(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let network = u128::from(address) & !u128::from(u64::MAX);
            format!("{}/64", Ipv6Addr::from(network))
        }
    }
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
