//! The keys of addresses.

use verigator_gateway::address_key;

#[test]
fn every_spelling_of_an_address_is_counted_as_one() {
    for (text, key) in [
        ("192.0.2.1", "192.0.2.1"),
        (" 192.0.2.1\t", "192.0.2.1"),
        ("192.0.2.1:80", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::FFFF:c000:201", "192.0.2.1"),
        ("[::ffff:192.0.2.1]:443", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::7]", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::7]:65535", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("fe80::1%25.anything", "fe80::/64"),
        ("[fe80::1%3]:80", "fe80::/64"),
    ] {
        assert_eq!(address_key(text).as_deref(), Some(key), "{text}");
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
        assert_eq!(address_key(text).as_deref(), Some("malformed"), "{text}");
    }
}

#[test]
fn no_address_has_no_key() {
    assert_eq!(address_key("").or(address_key(" \t")), None);
}
