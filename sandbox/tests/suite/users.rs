use crate::harness::{SERVICES, TestSandbox};
use serde_json::json;

#[test]
fn registering_a_user_returns_id_time_and_name_but_not_the_phone_number() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    let body = r#"{"phone_number":"+3725555555","id_in_service":"ann@example.com"}"#;
    let response = sandbox.call("POST", &format!("{service}/users"), body);
    assert_eq!(response.status, 201);
    let expected =
        json!({ "id": response.id(), "ctime": "2026-01-01T00:00:00.000Z", "id_in_service": "ann@example.com" });
    assert_eq!(response.body, expected);
}

#[test]
fn users_are_listed_in_the_order_of_registration() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    let empty = sandbox.call("GET", &format!("{service}/users"), "");
    assert_eq!((empty.status, empty.body), (200, json!({ "total": 0, "users": [] })));
    for name in ["zoe", "ann", "ben"] {
        sandbox.user(&service, name, "+3725555555");
    }
    let list = sandbox.call("GET", &format!("{service}/users"), "").body;
    let names: Vec<&str> =
        list["users"].as_array().unwrap().iter().map(|user| user["id_in_service"].as_str().unwrap()).collect();
    assert_eq!(list["total"], 3);
    assert_eq!(names, ["zoe", "ann", "ben"]);
}

#[test]
fn user_names_are_unique_within_a_service() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    let other = sandbox.service_of("sandbox:sandbox", "tearoom.com");
    sandbox.user(&service, "ann", "+3725555555");
    let body = r#"{"id_in_service":"ann","phone_number":"+3726666666"}"#;
    let response = sandbox.call("POST", &format!("{service}/users"), body);
    let message = "the service already has a user with this id_in_service";
    assert_eq!((response.status, response.message()), (409, message));
    assert_eq!(sandbox.call("POST", &format!("{other}/users"), body).status, 201);
}

#[test]
fn a_deleted_user_is_not_found_and_the_name_is_reusable() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    let user = sandbox.user(&service, "ann", "+3725555555");
    assert_eq!(sandbox.send(&format!("DELETE {user} HTTP/1.1\nX-Service-Auth: sandbox:sandbox")), "202\n\n");
    let response = sandbox.call("GET", &user, "");
    assert_eq!((response.status, response.message()), (404, "no such user"));
    assert_eq!(sandbox.call("GET", &format!("{service}/users"), "").body["total"], 0);
    assert_ne!(sandbox.user(&service, "ann", "+3725555555"), user);
}

#[test]
fn a_user_is_found_only_in_their_own_service() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    let other = sandbox.service_of("sandbox:sandbox", "tearoom.com");
    let user = sandbox.user(&service, "ann", "+3725555555");
    let elsewhere = user.replace(&service, &other);
    for (method, path) in
        [("GET", elsewhere.clone()), ("DELETE", elsewhere.clone()), ("POST", format!("{elsewhere}/auth"))]
    {
        let response = sandbox.call(method, &path, r#"{"method":"sms"}"#);
        assert_eq!((response.status, response.message()), (404, "no such user"), "{method}");
    }
    assert_eq!(sandbox.call("GET", &user, "").body["id_in_service"], "ann");
}

#[test]
fn users_of_another_account_are_forbidden() {
    let mut sandbox = TestSandbox::with(json!({ "accounts": { "other": "secret" } }));
    let service = sandbox.service();
    let user = sandbox.user(&service, "ann", "+3725555555");
    for (method, path) in [
        ("POST", format!("{service}/users")),
        ("GET", format!("{service}/users")),
        ("GET", user.clone()),
        ("DELETE", user.clone()),
        ("POST", format!("{user}/auth")),
        ("PUT", format!("{user}/auth")),
    ] {
        assert_eq!(sandbox.call_as("other:secret", method, &path, "{}").status, 403, "{method} {path}");
    }
}

#[test]
fn phone_numbers_have_a_plus_and_six_to_fifteen_digits_ignoring_spaces_dashes_and_parentheses() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    let valid = ["+123456", "+123456789012345", "+372 555-5555", "+1 (415) 555 26 71", "(+)123456"];
    let invalid =
        ["+12345", "+1234567890123456", "123456", "++123456", "+12345a", "+1234.56", "+١٢٣٤٥٦", "+12345\\t6", " "];
    for (position, number) in valid.iter().chain(&invalid).enumerate() {
        let body = format!(r#"{{"id_in_service":"user {position}","phone_number":"{number}"}}"#);
        let response = sandbox.call("POST", &format!("{service}/users"), &body);
        let expected = if valid.contains(number) { 201 } else { 422 };
        assert_eq!(response.status, expected, "{number}");
    }
}

#[test]
fn invalid_user_bodies_are_rejected() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    for body in ["", "{}", r#"{"id_in_service":"ann"}"#, r#"{"id_in_service":"","phone_number":"+3725555555"}"#] {
        assert_eq!(sandbox.call("POST", &format!("{service}/users"), body).status, 422, "{body}");
    }
    let response =
        sandbox.call("POST", &format!("{service}/users"), r#"{"id_in_service":"ann","phone_number":"5555"}"#);
    assert!(response.message().starts_with("phone_number: expected a phone number"), "{}", response.message());
    assert!(!response.message().contains("5555"));
}

#[test]
fn users_of_an_unknown_service_are_not_found_whatever_the_body() {
    let mut sandbox = TestSandbox::new();
    let users = format!("{SERVICES}/3f0e7a4e-58b7-4b8e-9d0c-5b0d0c1f2a3b/users");
    for method in ["GET", "POST"] {
        let response = sandbox.call(method, &users, "nonsense");
        assert_eq!((response.status, response.message()), (404, "no such service"), "{method}");
    }
}
