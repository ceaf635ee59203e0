//! Every magic value, as listed by the sandbox.

use crate::harness::{SERVICES, TestSandbox};
use serde_json::{Value, json};
use verigator_sandbox::http::{DeliveryMode, Request};

fn magic_values(sandbox: &mut TestSandbox, kind: &str) -> Vec<Value> {
    sandbox.control("GET", "magic-values", Value::Null).body[kind].as_array().unwrap().clone()
}

/// Returns the outcome of a request in the words of the list.
fn outcome(sandbox: &mut TestSandbox, method: &str, path: &str, body: &Value) -> String {
    let request = Request::new(method, path).with_header("X-Service-Auth", "sandbox:sandbox");
    let delivery = sandbox.deliver(&request.with_body(body.to_string()));
    match &delivery.mode {
        DeliveryMode::ConnectionError => "the connection breaks".to_owned(),
        DeliveryMode::Hang => "no response".to_owned(),
        DeliveryMode::Complete(response) if response.status == 200 => {
            assert!(serde_json::from_str::<Value>(&response.body).is_err());
            "200 with a body that is not JSON".to_owned()
        }
        DeliveryMode::Complete(response) if response.status == 302 => {
            format!("302 to `{}`", response.header("location").unwrap())
        }
        DeliveryMode::Complete(response) if response.status == 429 => {
            assert_eq!(response.header("retry-after"), Some("1"));
            "429 with `Retry-After: 1`".to_owned()
        }
        DeliveryMode::Complete(response) => response.status.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn magic_names_and_ids_select_every_fault_at_every_endpoint() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    let faults = magic_values(&mut sandbox, "faults");
    assert_eq!(faults.len(), 15);
    for magic in faults {
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
            let outcome = outcome(&mut sandbox, method, &path, &body);
            assert!(expected.starts_with(&outcome), "{method} {path}: expected {expected}, got {outcome}");
        }
    }
    assert_eq!(sandbox.call("GET", &format!("{service}/users"), "").body["total"], 0);
}

#[test]
fn magic_values_require_credentials() {
    let mut sandbox = TestSandbox::new();
    let path = format!("{SERVICES}/00000000-0000-4000-8000-000000000503");
    assert_eq!(sandbox.call_as("sandbox:wrong", "GET", &path, "").status, 401);
}

#[test]
fn magic_phone_numbers_select_the_result_of_every_pin_without_limit() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    for (position, magic) in magic_values(&mut sandbox, "pins").iter().enumerate() {
        for kind in ["phoneNumber", "validPhoneNumber"] {
            let number = magic[kind].as_str().unwrap();
            let authentication = sandbox.user(&service, &format!("{kind} {position}"), number) + "/auth";
            let pin = sandbox.start_sms(&authentication);
            for token in [pin.as_str(), "wrong", "wrong", "wrong", "wrong", "wrong", "wrong", pin.as_str()] {
                assert_outcome(magic, &sandbox.verify(&authentication, token));
            }
        }
    }
}

#[test]
fn other_numbers_of_the_range_for_fiction_are_ordinary_ones() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    for number in ["+46701740605", "+46701740690", "+46701740695", "+467017406911"] {
        let authentication = sandbox.user(&service, number, number) + "/auth";
        let pin = sandbox.start_sms(&authentication);
        let wrong = if pin == "000000" { "000001" } else { "000000" };
        assert_eq!(sandbox.verify(&authentication, wrong), "invalid", "{number}");
        assert_eq!(sandbox.verify(&authentication, &pin), "verified", "{number}");
    }
}

#[test]
fn magic_pins_select_the_result_and_do_not_count_as_attempts() {
    let mut sandbox = TestSandbox::with(json!({ "maxAttempts": 1 }));
    let authentication = sandbox.authentication();
    let pin = sandbox.start_sms(&authentication);
    for magic in magic_values(&mut sandbox, "pins") {
        let magic_pin = magic["pin"].as_str().unwrap();
        for _ in 0..3 {
            assert_outcome(&magic, &sandbox.verify(&authentication, magic_pin));
        }
    }
    assert_eq!(sandbox.verify(&authentication, &pin), "verified");
}

#[test]
fn magic_pins_are_longer_than_any_sent_pin() {
    let mut sandbox = TestSandbox::new();
    for magic in magic_values(&mut sandbox, "pins") {
        assert!(magic["pin"].as_str().unwrap().len() > 10);
    }
}

#[test]
fn magic_pins_require_a_started_authentication() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    assert_eq!(sandbox.call("PUT", &authentication, r#"{"token":"000000000001"}"#).status, 404);
}

#[track_caller]
fn assert_outcome(magic: &Value, verified: &str) {
    let expected = match verified {
        "verified" => "accepted".to_owned(),
        reason => format!("rejected as {reason}"),
    };
    assert_eq!(magic["outcome"], expected);
}
