use crate::desk::Desk;
use serde_json::{Value, json};
use verigator_sandbox::http::Request;

const NUMBER: &str = "%2B3725555555";

fn attached() -> (Desk, String) {
    let mut desk = Desk::new();
    let authentication = desk.authentication();
    desk.control("PUT", &format!("devices/{NUMBER}"), Value::Null);
    (desk, authentication)
}

fn code(desk: &mut Desk, position: usize) -> String {
    let device = desk.control("GET", &format!("devices/{NUMBER}"), Value::Null).body;
    device["accounts"][position]["code"].as_str().unwrap().to_owned()
}

fn advance(desk: &mut Desk, milliseconds: i64) {
    desk.control("POST", "clock/advance", json!({ "milliseconds": milliseconds }));
}

#[test]
fn starting_by_totp_reaches_a_device_with_a_push_and_no_sms() {
    let (mut desk, authentication) = attached();
    assert_eq!(desk.start(&authentication, "totp"), "totp");
    let device = desk.control("GET", &format!("devices/{NUMBER}"), Value::Null).body;
    let user_id = authentication.split('/').rev().nth(1).unwrap();
    let push = json!({ "service": "Coffee Shop", "userId": user_id, "sentAt": "2026-01-01T00:00:00.000Z" });
    assert_eq!(device["pushes"], json!([push]));
    assert_eq!(desk.control("GET", "inbox", Value::Null).body, json!({ "messages": [] }));
}

#[test]
fn the_code_on_the_device_is_verified_once() {
    let (mut desk, authentication) = attached();
    desk.start(&authentication, "totp");
    let shown = code(&mut desk, 0);
    assert_eq!(desk.verify(&authentication, "000000"), "invalid");
    assert_eq!(desk.verify(&authentication, &shown), "verified");
    assert_eq!(desk.verify(&authentication, &shown), "invalid");
    desk.start(&authentication, "totp");
    assert_eq!(desk.verify(&authentication, &shown), "invalid");
    advance(&mut desk, 30_000);
    let shown = code(&mut desk, 0);
    assert_eq!(desk.verify(&authentication, &shown), "verified");
}

#[test]
fn a_code_is_good_until_the_end_of_the_step_after_its_own_and_expired_then() {
    let (mut desk, authentication) = attached();
    desk.start(&authentication, "totp");
    let shown = code(&mut desk, 0);
    advance(&mut desk, 60_000);
    assert_eq!(desk.verify(&authentication, &shown), "expired");
    advance(&mut desk, -1);
    assert_eq!(desk.verify(&authentication, &shown), "verified");
}

#[test]
fn wrong_codes_throttle_an_authentication_by_totp_too() {
    let (mut desk, authentication) = attached();
    desk.start(&authentication, "totp");
    for _ in 0..5 {
        assert_eq!(desk.verify(&authentication, "wrong"), "invalid");
    }
    let shown = code(&mut desk, 0);
    assert_eq!(desk.verify(&authentication, &shown), "throttled");
}

#[test]
fn users_under_the_number_have_accounts_of_their_own_whenever_they_registered() {
    let (mut desk, _) = attached();
    let other = desk.service_of("sandbox:sandbox", "tearoom.com");
    desk.user(&other, "ann at tea", "+372 (555) 5555");
    desk.user(&other, "ben", "+3726666666");
    let accounts = desk.control("GET", &format!("devices/{NUMBER}"), Value::Null).body["accounts"].clone();
    let names: Vec<&str> =
        accounts.as_array().unwrap().iter().map(|account| account["username"].as_str().unwrap()).collect();
    assert_eq!(names, ["ann", "ann at tea"]);
    assert_ne!(accounts[0]["uri"], accounts[1]["uri"]);
    assert_ne!(code(&mut desk, 0), code(&mut desk, 1));
    assert_eq!(accounts[0]["validForMs"], 30_000);
}

#[test]
fn a_detached_number_falls_back_to_sms() {
    let (mut desk, authentication) = attached();
    assert_eq!(desk.control("GET", "devices", Value::Null).body, json!({ "phoneNumbers": ["+3725555555"] }));
    desk.control("DELETE", &format!("devices/{NUMBER}"), Value::Null);
    assert_eq!(desk.control("GET", &format!("devices/{NUMBER}"), Value::Null).status, 404);
    assert_eq!(desk.start(&authentication, "totp"), "sms");
}

#[test]
fn attaching_again_keeps_the_pushes() {
    let (mut desk, authentication) = attached();
    desk.start(&authentication, "totp");
    let device = desk.control("PUT", &format!("devices/{NUMBER}"), Value::Null).body;
    assert_eq!(device["pushes"].as_array().unwrap().len(), 1);
}

#[test]
fn the_key_uri_is_drawn_as_a_qr_code_for_users_under_the_number_only() {
    let (mut desk, authentication) = attached();
    let user_id = authentication.split('/').rev().nth(1).unwrap();
    let path = format!("/_sandbox/devices/{NUMBER}/qr-codes/{user_id}");
    let delivery = desk.deliver(&Request::new("GET", &path));
    let image = delivery.response().unwrap();
    assert_eq!((image.status, image.header("content-type")), (200, Some("image/svg+xml")));
    assert!(image.body.contains("<svg") && image.body.ends_with("</svg>"));
    for path in [format!("devices/{NUMBER}/qr-codes/nobody"), format!("devices/%2B3726666666/qr-codes/{user_id}")] {
        assert_eq!(desk.control("GET", &path, Value::Null).status, 404, "{path}");
    }
}

#[test]
fn a_device_needs_a_phone_number() {
    let mut desk = Desk::new();
    let answer = desk.control("PUT", "devices/5555", Value::Null);
    assert_eq!(answer.status, 422);
    assert!(!answer.message().contains("5555"));
}
