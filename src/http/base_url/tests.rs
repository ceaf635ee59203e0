use super::is_loopback;

#[test]
fn loopback_hosts_are_known_as_a_url_parser_writes_them() {
    for host in ["localhost", "api.localhost", "127.0.0.1", "127.9.8.7", "[::1]"] {
        assert!(is_loopback(host), "{host}");
    }
}

#[test]
fn other_hosts_are_not_loopback_however_they_look() {
    for host in [
        "localhost.example",
        "127.0.0.1.example",
        "127.0.0",
        "127.0.0.1.1",
        "128.0.0.1",
        "10.0.0.1",
        "[::2]",
        "notlocalhost",
        "",
    ] {
        assert!(!is_loopback(host), "{host}");
    }
}
