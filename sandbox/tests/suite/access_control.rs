//! Access control by `Host` and `Origin`.

use crate::harness::{SERVICES, TestSandbox};
use serde_json::{Value, json};
use verigator_sandbox::http::Request;

#[test]
fn foreign_hosts_are_rejected() {
    let mut sandbox = TestSandbox::new();
    for host in [
        "example.com",
        "localhost.example.com",
        "192.168.0.1:8787",
        "10.0.0.1",
        "[2001:db8::1]:80",
        "",
        "127.0.0.1:http",
        "[::1]x",
        "notlocalhost",
    ] {
        for path in ["/_sandbox/inbox", SERVICES] {
            let response = sandbox.send(&format!("GET {path} HTTP/1.1\nHost: {host}"));
            assert!(response.starts_with("403\n") && response.contains("host: expected"), "{host}: {response}");
        }
    }
}

#[test]
fn loopback_hosts_are_allowed() {
    let mut sandbox = TestSandbox::new();
    for host in
        ["localhost", "LOCALHOST:8787", "127.0.0.1:8787", "127.1.2.3", "[::1]", "[::1]:8787", "api.localhost:80"]
    {
        let response = sandbox.send(&format!("GET /_sandbox/inbox HTTP/1.1\nHost: {host}"));
        assert!(response.starts_with("200\n"), "{host}: {response}");
    }
}

#[test]
fn pages_of_other_sites_are_rejected_and_get_no_cors_headers() {
    let mut sandbox = TestSandbox::new();
    for origin in [
        "https://example.com",
        "null",
        "http://localhost.example.com",
        "file://",
        "localhost",
        "http://127.0.0.1@evil.example",
    ] {
        let response = sandbox.send(&format!("POST /_sandbox/reset HTTP/1.1\nHost: localhost\nOrigin: {origin}"));
        assert!(response.starts_with("403\n") && !response.contains("access-control"), "{origin}: {response}");
    }
}

#[test]
fn pages_on_loopback_get_cors_headers() {
    let mut sandbox = TestSandbox::new();
    for origin in [
        "http://localhost:5173",
        "https://localhost",
        "http://127.0.0.1:8080",
        "http://[::1]:3000",
        "http://app.localhost",
    ] {
        let response = sandbox.send(&format!("GET /_sandbox/inbox HTTP/1.1\nHost: localhost\nOrigin: {origin}"));
        assert!(response.contains(&format!("access-control-allow-origin: {origin}\n")), "{origin}: {response}");
        assert!(response.contains("vary: origin\n"), "{origin}: {response}");
    }
}

#[test]
fn a_preflight_lists_allowed_methods_and_headers() {
    let mut sandbox = TestSandbox::new();
    let response = sandbox.send(
        "OPTIONS /v1/service/service HTTP/1.1\n\
         Host: localhost:8787\n\
         Origin: http://localhost:5173\n\
         Access-Control-Request-Method: POST\n\
         Access-Control-Request-Headers: content-type,x-service-auth",
    );
    let expected = "204\n\
        access-control-allow-methods: GET, POST, PUT, DELETE\n\
        access-control-allow-headers: accept, content-type, x-service-auth\n\
        access-control-max-age: 600\n\
        access-control-allow-origin: http://localhost:5173\n\
        access-control-expose-headers: retry-after\n\
        vary: origin\n\n";
    assert_eq!(response, expected);
}

#[test]
fn access_is_checked_by_the_headers_alone_and_changes_nothing() {
    let mut sandbox = TestSandbox::new();
    let request =
        |name: &str, value: &str| Request::new("POST", "/").with_header("host", "localhost").with_header(name, value);
    assert_eq!(sandbox.check_access(&request("accept", "*/*")), None);
    assert_eq!(sandbox.check_access(&request("origin", "http://localhost:5173")), None);
    assert_eq!(sandbox.check_access(&request("origin", "https://example.com")), Some(403));
    assert_eq!(sandbox.check_access(&Request::new("POST", "/").with_header("host", "example.com")), Some(403));
    assert_eq!(sandbox.control("GET", "requests", Value::Null).body, json!({ "requests": [] }));
}

/// Returns the status of a request for a host from a page, which is empty for none.
fn status(sandbox: &mut TestSandbox, host: &str, origin: &str) -> u16 {
    let request = Request::new("GET", "/_sandbox/clock").with_header("host", host);
    let request = if origin.is_empty() { request } else { request.with_header("origin", origin) };
    sandbox.deliver(&request).response().unwrap().status
}

#[test]
fn an_exposed_sandbox_allows_ip_addresses_and_listed_names_and_their_pages() {
    let mut sandbox = TestSandbox::with(json!({ "exposed": true, "allowedHosts": ["Sandbox.internal"] }));
    for (host, origin) in [
        ("10.0.0.5:8787", ""),
        ("[2001:db8::1]:8787", ""),
        ("sandbox.internal:8787", ""),
        ("localhost", "http://localhost:5173"),
        ("10.0.0.5:8787", "http://10.0.0.5:8787"),
        ("10.0.0.5:8787", "https://sandbox.internal"),
    ] {
        assert_eq!(status(&mut sandbox, host, origin), 200, "{host} {origin}");
    }
    for (host, origin) in [
        ("evil.example", ""),
        ("evil.sandbox.internal", ""),
        ("sandbox.internal.evil.example", ""),
        ("10.0.0.5:8787", "http://10.0.0.6:8787"),
        ("10.0.0.5:8787", "https://evil.example"),
        ("10.0.0.5:8787", "null"),
    ] {
        assert_eq!(status(&mut sandbox, host, origin), 403, "{host} {origin}");
    }
}

#[test]
fn a_sandbox_that_is_not_exposed_allows_listed_names_but_no_ip_addresses() {
    let mut sandbox = TestSandbox::with(json!({ "allowedHosts": ["sandbox.internal"] }));
    assert_eq!(status(&mut sandbox, "sandbox.internal", "http://sandbox.internal"), 200);
    assert_eq!(status(&mut sandbox, "10.0.0.5", ""), 403);
}

#[test]
fn images_forms_and_links_of_other_sites_are_rejected_by_the_apis_but_may_open_a_page() {
    let mut sandbox = TestSandbox::new();
    let request = |site: &str, mode: &str, host: &str| {
        let request = Request::new("GET", "/_sandbox/inbox/next?to=%2B3725555555").with_header("host", host);
        request.with_header("sec-fetch-site", site).with_header("sec-fetch-mode", mode)
    };
    for (site, mode, before_body, status) in [
        ("cross-site", "no-cors", Some(403), 403),
        ("cross-site", "navigate", None, 403),
        ("same-site", "cors", None, 200),
        ("same-origin", "cors", None, 200),
        ("none", "navigate", None, 200),
    ] {
        let request = request(site, mode, "localhost:8787");
        assert_eq!(sandbox.check_access(&request), before_body, "{site} {mode}");
        assert_eq!(sandbox.deliver(&request).response().unwrap().status, status, "{site} {mode}");
    }
    assert_eq!(sandbox.check_access(&request("none", "navigate", "evil.example")), Some(403));
}
