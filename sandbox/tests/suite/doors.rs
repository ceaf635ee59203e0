//! Who may speak to the sandbox.

use crate::desk::{Desk, SERVICES};

#[test]
fn requests_to_a_host_of_another_machine_are_refused() {
    let mut desk = Desk::new();
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
            let answer = desk.send(&format!("GET {path} HTTP/1.1\nHost: {host}"));
            assert!(answer.starts_with("403\n") && answer.contains("host: expected"), "{host}: {answer}");
        }
    }
}

#[test]
fn requests_to_a_host_of_this_machine_are_served() {
    let mut desk = Desk::new();
    for host in
        ["localhost", "LOCALHOST:8787", "127.0.0.1:8787", "127.1.2.3", "[::1]", "[::1]:8787", "api.localhost:80"]
    {
        let answer = desk.send(&format!("GET /_sandbox/inbox HTTP/1.1\nHost: {host}"));
        assert!(answer.starts_with("200\n"), "{host}: {answer}");
    }
}

#[test]
fn pages_of_other_sites_are_refused_even_where_they_ask_for_no_answer() {
    let mut desk = Desk::new();
    for origin in [
        "https://example.com",
        "null",
        "http://localhost.example.com",
        "file://",
        "localhost",
        "http://127.0.0.1@evil.example",
    ] {
        let answer = desk.send(&format!("POST /_sandbox/reset HTTP/1.1\nHost: localhost\nOrigin: {origin}"));
        assert!(answer.starts_with("403\n") && !answer.contains("access-control"), "{origin}: {answer}");
    }
}

#[test]
fn pages_of_this_machine_may_read_the_answers() {
    let mut desk = Desk::new();
    for origin in [
        "http://localhost:5173",
        "https://localhost",
        "http://127.0.0.1:8080",
        "http://[::1]:3000",
        "http://app.localhost",
    ] {
        let answer = desk.send(&format!("GET /_sandbox/inbox HTTP/1.1\nHost: localhost\nOrigin: {origin}"));
        assert!(answer.contains(&format!("access-control-allow-origin: {origin}\n")), "{origin}: {answer}");
        assert!(answer.contains("vary: origin\n"), "{origin}: {answer}");
    }
}

#[test]
fn a_browser_is_told_what_a_page_of_this_machine_may_send() {
    let mut desk = Desk::new();
    let answer = desk.send(
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
    assert_eq!(answer, expected);
}
