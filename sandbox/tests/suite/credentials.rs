use crate::harness::{SERVICES, TestSandbox};
use verigator_sandbox::http::Request;

#[test]
fn missing_and_wrong_credentials_get_the_same_401() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    let expected = "401\ncontent-type: application/json\n\n\
        {\"message\":\"wrong credentials: expected X-Service-Auth with a known username:password\"}";
    assert_eq!(sandbox.send(&format!("GET {service} HTTP/1.1")), expected);
    for credentials in
        ["sandbox", "sandbox:wrong", "nobody:sandbox", "sandbox;sandbox", ":", "sandbox:sandbox:", "SANDBOX:sandbox"]
    {
        let response = sandbox.send(&format!("GET {service} HTTP/1.1\nX-Service-Auth: {credentials}"));
        assert_eq!(response, expected, "{credentials}");
    }
}

#[test]
fn the_header_name_is_case_insensitive_and_the_password_may_contain_colons() {
    let mut sandbox = TestSandbox::with(serde_json::json!({ "username": "ann", "password": "a:b:c" }));
    let request = Request::new("POST", SERVICES).with_header("x-SERVICE-auth", "ann:a:b:c");
    let delivery = sandbox.deliver(&request.with_body(r#"{"fqdn":"a.com","name":"A"}"#));
    assert_eq!(delivery.response().unwrap().status, 201);
}

#[test]
fn credentials_are_checked_before_paths_ids_and_bodies() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
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
        ("GET", "/v1/nothing".to_owned()),
        ("GET", "/v1/%ff".to_owned()),
    ] {
        assert_eq!(sandbox.call_as("sandbox:wrong", method, &path, "").status, 401, "{method} {path}");
    }
}

#[test]
fn unknown_paths_are_not_found_and_other_methods_not_allowed() {
    let mut sandbox = TestSandbox::new();
    for path in ["/", "/v1", "/v1/service", "/v2/service/service", "/v1/service/service/", "//v1/service/service"] {
        let response = sandbox.call("POST", path, "{}");
        assert_eq!((response.status, response.message()), (404, "no such path"), "{path}");
    }
    assert!(sandbox.send("GET /favicon.ico HTTP/1.1").starts_with("404"));
    let response = sandbox.send(&format!("PATCH {SERVICES} HTTP/1.1\nX-Service-Auth: sandbox:sandbox"));
    let expected = "405\ncontent-type: application/json\nallow: POST\n\n{\"message\":\"this path allows POST only\"}";
    assert_eq!(response, expected);
}
