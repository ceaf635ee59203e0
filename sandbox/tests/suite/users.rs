use crate::desk::{Desk, SERVICES};
use serde_json::json;

#[test]
fn registering_a_user_answers_id_time_and_name_and_never_the_phone_number() {
    let mut desk = Desk::new();
    let service = desk.service();
    let body = r#"{"phone_number":"+3725555555","id_in_service":"ann@example.com"}"#;
    let answer = desk.call("POST", &format!("{service}/users"), body);
    assert_eq!(answer.status, 201);
    let expected =
        json!({ "id": answer.id(), "ctime": "2026-01-01T00:00:00.000Z", "id_in_service": "ann@example.com" });
    assert_eq!(answer.body, expected);
}

#[test]
fn users_are_listed_in_the_order_of_their_registration() {
    let mut desk = Desk::new();
    let service = desk.service();
    let empty = desk.call("GET", &format!("{service}/users"), "");
    assert_eq!((empty.status, empty.body), (200, json!({ "total": 0, "users": [] })));
    for name in ["zoe", "ann", "ben"] {
        desk.user(&service, name, "+3725555555");
    }
    let list = desk.call("GET", &format!("{service}/users"), "").body;
    let names: Vec<&str> =
        list["users"].as_array().unwrap().iter().map(|user| user["id_in_service"].as_str().unwrap()).collect();
    assert_eq!(list["total"], 3);
    assert_eq!(names, ["zoe", "ann", "ben"]);
}

#[test]
fn a_second_user_of_the_same_name_is_a_conflict_in_one_service_only() {
    let mut desk = Desk::new();
    let service = desk.service();
    let other = desk.service_of("sandbox:sandbox", "tearoom.com");
    desk.user(&service, "ann", "+3725555555");
    let body = r#"{"id_in_service":"ann","phone_number":"+3726666666"}"#;
    let answer = desk.call("POST", &format!("{service}/users"), body);
    let message = "a user with this id_in_service exists already in the service";
    assert_eq!((answer.status, answer.message()), (409, message));
    assert_eq!(desk.call("POST", &format!("{other}/users"), body).status, 201);
}

#[test]
fn a_deleted_user_is_gone_and_the_name_free_again() {
    let mut desk = Desk::new();
    let service = desk.service();
    let user = desk.user(&service, "ann", "+3725555555");
    assert_eq!(desk.send(&format!("DELETE {user} HTTP/1.1\nX-Service-Auth: sandbox:sandbox")), "202\n\n");
    let answer = desk.call("GET", &user, "");
    assert_eq!((answer.status, answer.message()), (404, "no such user"));
    assert_eq!(desk.call("GET", &format!("{service}/users"), "").body["total"], 0);
    assert_ne!(desk.user(&service, "ann", "+3725555555"), user);
}

#[test]
fn a_user_is_found_in_their_own_service_only() {
    let mut desk = Desk::new();
    let service = desk.service();
    let other = desk.service_of("sandbox:sandbox", "tearoom.com");
    let user = desk.user(&service, "ann", "+3725555555");
    let elsewhere = user.replace(&service, &other);
    for (method, path) in
        [("GET", elsewhere.clone()), ("DELETE", elsewhere.clone()), ("POST", format!("{elsewhere}/auth"))]
    {
        let answer = desk.call(method, &path, r#"{"method":"sms"}"#);
        assert_eq!((answer.status, answer.message()), (404, "no such user"), "{method}");
    }
    assert_eq!(desk.call("GET", &user, "").body["id_in_service"], "ann");
}

#[test]
fn every_call_on_users_of_another_account_is_forbidden() {
    let mut desk = Desk::with(json!({ "accounts": { "other": "secret" } }));
    let service = desk.service();
    let user = desk.user(&service, "ann", "+3725555555");
    for (method, path) in [
        ("POST", format!("{service}/users")),
        ("GET", format!("{service}/users")),
        ("GET", user.clone()),
        ("DELETE", user.clone()),
        ("POST", format!("{user}/auth")),
        ("PUT", format!("{user}/auth")),
    ] {
        assert_eq!(desk.call_as("other:secret", method, &path, "{}").status, 403, "{method} {path}");
    }
}

#[test]
fn phone_numbers_are_a_plus_and_six_to_fifteen_digits_once_spaces_dashes_and_parentheses_are_dropped() {
    let mut desk = Desk::new();
    let service = desk.service();
    let good = ["+123456", "+123456789012345", "+372 555-5555", "+1 (415) 555 26 71", "(+)123456"];
    let bad =
        ["+12345", "+1234567890123456", "123456", "++123456", "+12345a", "+1234.56", "+١٢٣٤٥٦", "+12345\\t6", " "];
    for (position, number) in good.iter().chain(&bad).enumerate() {
        let body = format!(r#"{{"id_in_service":"user {position}","phone_number":"{number}"}}"#);
        let answer = desk.call("POST", &format!("{service}/users"), &body);
        let expected = if good.contains(number) { 201 } else { 422 };
        assert_eq!(answer.status, expected, "{number}");
    }
}

#[test]
fn a_body_that_does_not_describe_a_user_is_invalid() {
    let mut desk = Desk::new();
    let service = desk.service();
    for body in ["", "{}", r#"{"id_in_service":"ann"}"#, r#"{"id_in_service":"","phone_number":"+3725555555"}"#] {
        assert_eq!(desk.call("POST", &format!("{service}/users"), body).status, 422, "{body}");
    }
    let answer = desk.call("POST", &format!("{service}/users"), r#"{"id_in_service":"ann","phone_number":"5555"}"#);
    assert!(answer.message().starts_with("phone_number: expected a phone number"), "{}", answer.message());
    assert!(!answer.message().contains("5555"));
}

#[test]
fn users_of_no_service_are_not_found_whatever_the_body() {
    let mut desk = Desk::new();
    let users = format!("{SERVICES}/3f0e7a4e-58b7-4b8e-9d0c-5b0d0c1f2a3b/users");
    for method in ["GET", "POST"] {
        let answer = desk.call(method, &users, "nonsense");
        assert_eq!((answer.status, answer.message()), (404, "no such service"), "{method}");
    }
}
