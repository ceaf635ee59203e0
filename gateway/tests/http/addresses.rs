//! The networks of addresses.

use verigator_gateway::{Network, SendLimit, SharedLimit};

/// The key of a network, and the limits of the address within it.
fn read(text: &str) -> Option<(String, SharedLimit)> {
    let network = Network::of(text)?;
    let limit = network.limit(SendLimit { count: 1, window_ms: 1 });
    Some((network.key, limit))
}

fn group(text: &str) -> Option<(String, u16)> {
    read(text).map(|(key, limit)| (key, limit.group))
}

#[test]
fn every_spelling_of_an_address_is_counted_as_one() {
    for (text, (key, of)) in [
        ("192.0.2.1", ("192.0.2.0/24", 1)),
        (" 192.0.2.1\t", ("192.0.2.0/24", 1)),
        ("192.0.2.1:80", ("192.0.2.0/24", 1)),
        ("::ffff:192.0.2.1", ("192.0.2.0/24", 1)),
        ("::FFFF:c000:201", ("192.0.2.0/24", 1)),
        ("[::ffff:192.0.2.1]:443", ("192.0.2.0/24", 1)),
        ("2001:db8:1:2:3:4:5:6", ("2001:db8:1::/48", 2)),
        ("2001:DB8:1:2::", ("2001:db8:1::/48", 2)),
        ("[2001:db8:1:2::7]", ("2001:db8:1::/48", 2)),
        ("[2001:db8:1:2::7]:65535", ("2001:db8:1::/48", 2)),
        ("2001:db8:1:3::1", ("2001:db8:1::/48", 3)),
        ("fe80::1%eth0", ("fe80::/48", 0)),
        ("fe80::1%25.anything", ("fe80::/48", 0)),
        ("[fe80::1%3]:80", ("fe80::/48", 0)),
    ] {
        assert_eq!(group(text), Some((key.to_owned(), of)), "{text}");
    }
}

#[test]
fn malformed_addresses_share_one_key() {
    for text in [
        "unknown",
        "_hidden",
        "9.9.9.9, 1.1.1.1",
        "9.9.9.9 1.1.1.1",
        "9.9.9.9,1.1.1.1:80",
        "192.0.2.1:",
        "192.0.2.1:99999",
        "192.0.2.1:80:80",
        "192.0.2.256",
        "192.0.2.01",
        "0xc0000201",
        "[2001:db8::1",
        "[2001:db8::1]80",
        "2001:db8::1]:80",
        "2001:db8:::1",
        "%eth0",
        "user/1",
        &"1".repeat(10_000),
        &"é".repeat(50),
    ] {
        assert_eq!(group(text), Some(("malformed".to_owned(), 0)), "{text}");
    }
}

#[test]
fn no_address_has_no_key() {
    assert_eq!(read("").or(read(" \t")), None);
}
