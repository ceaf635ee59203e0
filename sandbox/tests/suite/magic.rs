//! Every magic value, taken from the list that the sandbox itself gives.

use crate::desk::{Desk, SERVICES};
use serde_json::{Value, json};
use verigator_sandbox::http::{Manner, Request};

fn magic_values(desk: &mut Desk, kind: &str) -> Vec<Value> {
    desk.control("GET", "magic-values", Value::Null).body[kind].as_array().unwrap().clone()
}

/// What comes of a call, in the words of the list.
fn outcome(desk: &mut Desk, method: &str, path: &str, body: &Value) -> String {
    let request = Request::new(method, path).with_header("X-Service-Auth", "sandbox:sandbox");
    let delivery = desk.deliver(&request.with_body(body.to_string()));
    match &delivery.manner {
        Manner::BrokenConnection => "the connection breaks".to_owned(),
        Manner::Hang => "no answer ever".to_owned(),
        Manner::Whole(response) if response.status == 200 => {
            assert!(serde_json::from_str::<Value>(&response.body).is_err());
            "200 with a body that is no JSON".to_owned()
        }
        Manner::Whole(response) if response.status == 302 => {
            format!("302 to `{}`", response.header("location").unwrap())
        }
        Manner::Whole(response) if response.status == 429 => {
            assert_eq!(response.header("retry-after"), Some("1"));
            "429 with `Retry-After: 1`".to_owned()
        }
        Manner::Whole(response) => response.status.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn magic_names_and_ids_reach_every_mishap_at_every_call() {
    let mut desk = Desk::new();
    let service = desk.service();
    let mishaps = magic_values(&mut desk, "mishaps");
    assert_eq!(mishaps.len(), 15);
    for magic in mishaps {
        let expected = magic["outcome"].as_str().unwrap();
        let id = magic["id"].as_str().unwrap();
        let users = format!("{service}/users");
        for (method, path, body) in [
            ("POST", SERVICES.to_owned(), json!({ "fqdn": magic["fqdn"], "name": "A" })),
            ("GET", format!("{SERVICES}/{id}"), json!({})),
            ("DELETE", format!("{SERVICES}/{id}"), json!({})),
            ("POST", users.clone(), json!({ "id_in_service": magic["idInService"], "phone_number": "+3725555555" })),
            ("GET", format!("{SERVICES}/{id}/users"), json!({})),
            ("GET", format!("{users}/{id}"), json!({})),
            ("DELETE", format!("{users}/{id}"), json!({})),
            ("POST", format!("{users}/{id}/auth"), json!({ "method": "sms" })),
            ("PUT", format!("{users}/{id}/auth"), json!({ "token": "123456" })),
        ] {
            let outcome = outcome(&mut desk, method, &path, &body);
            assert!(expected.starts_with(&outcome), "{method} {path}: expected {expected}, got {outcome}");
        }
    }
    assert_eq!(desk.call("GET", &format!("{service}/users"), "").body["total"], 0);
}

#[test]
fn magic_values_need_credentials_too() {
    let mut desk = Desk::new();
    let path = format!("{SERVICES}/00000000-0000-4000-8000-000000000503");
    assert_eq!(desk.call_as("sandbox:wrong", "GET", &path, "").status, 401);
}

#[test]
fn magic_phone_numbers_give_every_pin_their_outcome_without_end() {
    let mut desk = Desk::new();
    let service = desk.service();
    for (position, magic) in magic_values(&mut desk, "pins").iter().enumerate() {
        let number = magic["phoneNumber"].as_str().unwrap();
        let authentication = desk.user(&service, &format!("user {position}"), number) + "/auth";
        let pin = desk.start_sms(&authentication);
        for token in [pin.as_str(), "wrong", "wrong", "wrong", "wrong", "wrong", "wrong", pin.as_str()] {
            assert_outcome(magic, &desk.verify(&authentication, token));
        }
    }
}

#[test]
fn magic_pins_have_their_outcome_and_count_as_no_attempt() {
    let mut desk = Desk::with(json!({ "maxAttempts": 1 }));
    let authentication = desk.authentication();
    let pin = desk.start_sms(&authentication);
    for magic in magic_values(&mut desk, "pins") {
        let magic_pin = magic["pin"].as_str().unwrap();
        for _ in 0..3 {
            assert_outcome(&magic, &desk.verify(&authentication, magic_pin));
        }
    }
    assert_eq!(desk.verify(&authentication, &pin), "verified");
}

#[test]
fn magic_pins_are_longer_than_any_that_is_sent() {
    let mut desk = Desk::new();
    for magic in magic_values(&mut desk, "pins") {
        assert!(magic["pin"].as_str().unwrap().len() > 10);
    }
}

#[test]
fn magic_pins_verify_nothing_that_was_not_started() {
    let mut desk = Desk::new();
    let authentication = desk.authentication();
    assert_eq!(desk.call("PUT", &authentication, r#"{"token":"000000000001"}"#).status, 404);
}

#[track_caller]
fn assert_outcome(magic: &Value, verified: &str) {
    let expected = match verified {
        "verified" => "accepted".to_owned(),
        reason => format!("refused as {reason}"),
    };
    assert_eq!(magic["outcome"], expected);
}
