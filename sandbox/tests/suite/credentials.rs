use crate::desk::{Desk, SERVICES};
use verigator_sandbox::http::Request;

#[test]
fn absent_and_wrong_credentials_are_refused_alike() {
    let mut desk = Desk::new();
    let service = desk.service();
    let expected = "401\ncontent-type: application/json\n\n\
        {\"message\":\"wrong credentials: expected X-Service-Auth with a known username:password\"}";
    assert_eq!(desk.send(&format!("GET {service} HTTP/1.1")), expected);
    for credentials in
        ["sandbox", "sandbox:wrong", "nobody:sandbox", "sandbox;sandbox", ":", "sandbox:sandbox:", "SANDBOX:sandbox"]
    {
        let answer = desk.send(&format!("GET {service} HTTP/1.1\nX-Service-Auth: {credentials}"));
        assert_eq!(answer, expected, "{credentials}");
    }
}

#[test]
fn the_header_is_known_in_any_case_and_the_password_may_hold_colons() {
    let mut desk = Desk::with(serde_json::json!({ "username": "ann", "password": "a:b:c" }));
    let request = Request::new("POST", SERVICES).with_header("x-SERVICE-auth", "ann:a:b:c");
    let delivery = desk.deliver(&request.with_body(r#"{"fqdn":"a.com","name":"A"}"#));
    assert_eq!(delivery.response().unwrap().status, 201);
}

#[test]
fn credentials_are_asked_for_before_anything_else_of_a_call_is_judged() {
    let mut desk = Desk::new();
    let service = desk.service();
    for (method, path) in [
        ("POST", SERVICES.to_owned()),
        ("GET", format!("{SERVICES}/unknown")),
        ("POST", format!("{service}/users")),
        ("GET", format!("{service}/users")),
        ("GET", format!("{service}/users/unknown")),
        ("DELETE", format!("{service}/users/unknown")),
        ("POST", format!("{service}/users/unknown/auth")),
        ("PUT", format!("{service}/users/unknown/auth")),
        ("DELETE", service.clone()),
        ("PATCH", service),
    ] {
        assert_eq!(desk.call_as("sandbox:wrong", method, &path, "").status, 401, "{method} {path}");
    }
}

#[test]
fn paths_of_no_call_are_not_found_and_other_methods_not_allowed() {
    let mut desk = Desk::new();
    for path in ["/", "/v1", "/v1/service", "/v2/service/service", "/v1/service/service/", "//v1/service/service"] {
        let answer = desk.call("POST", path, "{}");
        assert_eq!((answer.status, answer.message()), (404, "no such path"), "{path}");
    }
    let answer = desk.send(&format!("PATCH {SERVICES} HTTP/1.1\nX-Service-Auth: sandbox:sandbox"));
    let expected =
        "405\ncontent-type: application/json\nallow: POST\n\n{\"message\":\"this path is served by POST only\"}";
    assert_eq!(answer, expected);
}
