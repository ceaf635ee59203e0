use crate::harness::TestSandbox;
use serde_json::{Value, json};
use verigator_sandbox::http::Request;

const NUMBER: &str = "%2B3725555555";

fn attached() -> (TestSandbox, String) {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    sandbox.control("PUT", &format!("devices/{NUMBER}"), Value::Null);
    (sandbox, authentication)
}

fn code(sandbox: &mut TestSandbox, position: usize) -> String {
    let device = sandbox.control("GET", &format!("devices/{NUMBER}"), Value::Null).body;
    device["accounts"][position]["code"].as_str().unwrap().to_owned()
}

fn advance(sandbox: &mut TestSandbox, milliseconds: i64) {
    sandbox.control("POST", "clock/advance", json!({ "milliseconds": milliseconds }));
}

#[test]
fn starting_by_totp_sends_a_push_to_the_device_and_no_sms() {
    let (mut sandbox, authentication) = attached();
    assert_eq!(sandbox.start(&authentication, "totp"), "totp");
    let device = sandbox.control("GET", &format!("devices/{NUMBER}"), Value::Null).body;
    let user_id = authentication.split('/').rev().nth(1).unwrap();
    let push = json!({ "service": "Coffee Shop", "userId": user_id, "sentAt": "2026-01-01T00:00:00.000Z" });
    assert_eq!(device["pushes"], json!([push]));
    assert_eq!(sandbox.control("GET", "inbox", Value::Null).body, json!({ "messages": [] }));
}

#[test]
fn a_code_is_accepted_once() {
    let (mut sandbox, authentication) = attached();
    sandbox.start(&authentication, "totp");
    let shown = code(&mut sandbox, 0);
    assert_eq!(sandbox.verify(&authentication, "000000"), "invalid");
    assert_eq!(sandbox.verify(&authentication, &shown), "verified");
    assert_eq!(sandbox.verify(&authentication, &shown), "invalid");
    sandbox.start(&authentication, "totp");
    assert_eq!(sandbox.verify(&authentication, &shown), "invalid");
    advance(&mut sandbox, 30_000);
    let shown = code(&mut sandbox, 0);
    assert_eq!(sandbox.verify(&authentication, &shown), "verified");
}

#[test]
fn a_code_is_valid_until_the_end_of_the_next_step_and_then_expired() {
    let (mut sandbox, authentication) = attached();
    sandbox.start(&authentication, "totp");
    let shown = code(&mut sandbox, 0);
    advance(&mut sandbox, 60_000);
    assert_eq!(sandbox.verify(&authentication, &shown), "expired");
    advance(&mut sandbox, -1);
    assert_eq!(sandbox.verify(&authentication, &shown), "verified");
}

#[test]
fn wrong_codes_throttle_a_totp_authentication() {
    let (mut sandbox, authentication) = attached();
    sandbox.start(&authentication, "totp");
    for _ in 0..5 {
        assert_eq!(sandbox.verify(&authentication, "wrong"), "invalid");
    }
    let shown = code(&mut sandbox, 0);
    assert_eq!(sandbox.verify(&authentication, &shown), "throttled");
}

#[test]
fn each_user_with_the_phone_number_has_an_account_registered_before_or_after() {
    let (mut sandbox, _) = attached();
    let other = sandbox.service_of("sandbox:sandbox", "tearoom.com");
    sandbox.user(&other, "ann at tea", "+372 (555) 5555");
    sandbox.user(&other, "ben", "+3726666666");
    let accounts = sandbox.control("GET", &format!("devices/{NUMBER}"), Value::Null).body["accounts"].clone();
    let names: Vec<&str> =
        accounts.as_array().unwrap().iter().map(|account| account["username"].as_str().unwrap()).collect();
    assert_eq!(names, ["ann", "ann at tea"]);
    assert_ne!(accounts[0]["uri"], accounts[1]["uri"]);
    assert_ne!(code(&mut sandbox, 0), code(&mut sandbox, 1));
    assert_eq!(accounts[0]["validForMs"], 30_000);
}

#[test]
fn totp_falls_back_to_sms_after_the_device_is_detached() {
    let (mut sandbox, authentication) = attached();
    assert_eq!(sandbox.control("GET", "devices", Value::Null).body, json!({ "phoneNumbers": ["+3725555555"] }));
    sandbox.control("DELETE", &format!("devices/{NUMBER}"), Value::Null);
    assert_eq!(sandbox.control("GET", &format!("devices/{NUMBER}"), Value::Null).status, 404);
    assert_eq!(sandbox.start(&authentication, "totp"), "sms");
}

#[test]
fn attaching_a_device_again_keeps_its_pushes() {
    let (mut sandbox, authentication) = attached();
    sandbox.start(&authentication, "totp");
    let device = sandbox.control("PUT", &format!("devices/{NUMBER}"), Value::Null).body;
    assert_eq!(device["pushes"].as_array().unwrap().len(), 1);
}

#[test]
fn the_qr_code_is_available_only_for_users_with_the_phone_number() {
    let (mut sandbox, authentication) = attached();
    let user_id = authentication.split('/').rev().nth(1).unwrap();
    let path = format!("/_sandbox/devices/{NUMBER}/qr-codes/{user_id}");
    let delivery = sandbox.deliver(&Request::new("GET", &path));
    let image = delivery.response().unwrap();
    assert_eq!((image.status, image.header("content-type")), (200, Some("image/svg+xml")));
    assert!(image.body.contains("<svg") && image.body.ends_with("</svg>"));
    for path in [format!("devices/{NUMBER}/qr-codes/nobody"), format!("devices/%2B3726666666/qr-codes/{user_id}")] {
        assert_eq!(sandbox.control("GET", &path, Value::Null).status, 404, "{path}");
    }
}

#[test]
fn attaching_a_device_requires_a_valid_phone_number() {
    let mut sandbox = TestSandbox::new();
    let response = sandbox.control("PUT", "devices/5555", Value::Null);
    assert_eq!(response.status, 422);
    assert!(!response.message().contains("5555"));
}
