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
        access-control-allow-headers: accept, content-type, x-service-auth, x-verigator-sandbox\n\
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

/// Sends a GET to an exposed sandbox without credentials, and returns its status.
fn get(sandbox: &mut TestSandbox, path: &str, host: &str, header: (&str, &str)) -> u16 {
    let request = Request::new("GET", path).with_header("host", host).with_header(header.0, header.1);
    sandbox.deliver(&request).response().unwrap().status
}

const IMAGE: (&str, &str) = ("accept", "image/avif,image/webp,*/*");

#[test]
fn images_of_foreign_pages_change_nothing_on_a_host_where_browsers_do_not_mark_them() {
    let mut sandbox = TestSandbox::with(json!({ "exposed": true, "allowedHosts": ["sandbox"] }));
    let authentication = sandbox.authentication();
    let pin = sandbox.start_sms(&authentication);
    sandbox.control("POST", "faults/next", json!({ "fault": { "kind": "status", "status": 503 } }));
    let requests = |sandbox: &mut TestSandbox| sandbox.control("GET", "requests", Value::Null).body;
    let before = requests(&mut sandbox);
    for host in ["192.168.7.20:8787", "sandbox:8787", "[2001:db8::9]:8787", "169.254.1.1"] {
        for path in [
            "/_sandbox/inbox/next?to=%2B3725555555",
            "/_sandbox/inbox/%6eext?to=%2B3725555555",
            "/_sandbox/inbox/next?to=%2B3725555555&waitMs=60000",
            "/spaces/forged/_sandbox/clock",
            "/spaces/forged/",
            "/spaces/%66orged/v1/service/service",
            "/spaces/forged/_sandbox/events",
            SERVICES,
        ] {
            assert_eq!(get(&mut sandbox, path, host, IMAGE), 403, "{host} {path}");
            let head = Request::new("HEAD", path).with_header("host", host);
            assert_eq!(sandbox.deliver(&head).response().unwrap().status, 403, "{host} {path}");
        }
        assert_eq!(get(&mut sandbox, "/_sandbox/inbox", host, IMAGE), 200, "{host}: no page can read it");
    }
    assert_eq!(sandbox.control("GET", "spaces", Value::Null).body, json!({ "spaces": [] }));
    assert_eq!(requests(&mut sandbox), before);
    let next = sandbox.control("POST", "inbox/next", json!({ "to": "+3725555555" })).body;
    assert_eq!(next["message"]["pin"], pin);
    assert_eq!(sandbox.call("GET", SERVICES, "").status, 503, "the fault was not used up");
}

#[test]
fn programs_and_admitted_pages_change_state_by_a_header_that_no_image_can_send() {
    let mut sandbox = TestSandbox::with(json!({ "exposed": true }));
    let host = "10.1.2.3:8787";
    for (number, header) in [
        ("x-verigator-sandbox", ""),
        ("X-Verigator-Sandbox", "pytest"),
        ("x-service-auth", "sandbox:sandbox"),
        ("sec-fetch-site", "same-origin"),
        ("origin", "http://10.1.2.3:8787"),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(get(&mut sandbox, &format!("/spaces/s{number}/_sandbox/clock"), host, header), 200, "{header:?}");
        assert_eq!(get(&mut sandbox, "/_sandbox/inbox/next?to=%2B3725555555", host, header), 200, "{header:?}");
    }
    for host in ["localhost:8787", "127.0.0.1", "[::1]:8787", "site.localhost"] {
        assert_eq!(get(&mut sandbox, "/spaces/local/_sandbox/clock", host, IMAGE), 200, "{host}: browsers mark images");
    }
    let names = sandbox.control("GET", "spaces", Value::Null).body["spaces"].as_array().unwrap().len();
    assert_eq!(names, 6);
}

#[test]
fn every_response_forbids_caching_unless_a_fault_says_otherwise() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    let user = authentication.trim_end_matches("/auth").to_owned();
    let cache_control = |sandbox: &mut TestSandbox, request: &Request| {
        sandbox.deliver(request).response().and_then(|response| response.header("cache-control").map(str::to_owned))
    };
    for (method, path, header) in [
        ("GET", user.as_str(), ("x-service-auth", "sandbox:sandbox")),
        ("DELETE", &user, ("x-service-auth", "sandbox:sandbox")),
        ("GET", &user, ("x-service-auth", "wrong")),
        ("GET", "/_sandbox/events", ("accept", "*/*")),
        ("GET", "/_sandbox/inbox/next?to=%2B3725555555&waitMs=9", ("accept", "*/*")),
        ("GET", "/favicon.ico", ("accept", "*/*")),
        ("GET", "/_sandbox/clock", ("host", "evil.example")),
        ("GET", "/_sandbox/clock", ("origin", "https://evil.example")),
        ("GET", "/spaces/a b/_sandbox/clock", ("accept", "*/*")),
    ] {
        let request = Request::new(method, path).with_header(header.0, header.1);
        assert_eq!(cache_control(&mut sandbox, &request).as_deref(), Some("no-store"), "{method} {path} {header:?}");
    }
    let preflight = Request::new("OPTIONS", &user).with_header("origin", "http://localhost:5173");
    let preflight = preflight.with_header("access-control-request-method", "PUT");
    assert_eq!(cache_control(&mut sandbox, &preflight).as_deref(), Some("no-store"));
    let headers = json!({ "Cache-Control": "max-age=60" });
    let fault = json!({ "fault": { "kind": "status", "status": 200, "headers": headers } });
    sandbox.control("POST", "faults/next", fault);
    assert_eq!(cache_control(&mut sandbox, &Request::new("GET", SERVICES)).as_deref(), Some("max-age=60"));
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
