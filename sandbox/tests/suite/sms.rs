use crate::harness::{NEW_YEAR_MS, TestSandbox};
use serde_json::{Value, json};

#[test]
fn starting_by_sms_sends_a_pin_that_phones_can_autofill() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    let response = sandbox.call("POST", &authentication, r#"{"method":"sms"}"#);
    assert_eq!((response.status, response.body), (201, json!({ "method": "sms" })));
    let messages = sandbox.control("GET", "inbox", Value::Null).body;
    let pin = messages["messages"][0]["pin"].as_str().unwrap().to_owned();
    assert!(pin.len() == 6 && pin.bytes().all(|byte| byte.is_ascii_digit()));
    let expected = json!({
        "to": "+3725555555",
        "text": format!("Your PIN for Coffee Shop is {pin}\n\n@coffeeshop.com #{pin}"),
        "pin": pin,
        "sentAt": "2026-01-01T00:00:00.000Z",
        "service": "Coffee Shop",
        "encoding": "GSM-7",
        "segments": 1,
    });
    assert_eq!(messages, json!({ "messages": [expected] }));
}

#[test]
fn starting_by_totp_without_a_device_falls_back_to_sms() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    assert_eq!(sandbox.start(&authentication, "totp"), "sms");
    assert_eq!(sandbox.control("GET", "inbox", Value::Null).body["messages"].as_array().unwrap().len(), 1);
}

#[test]
fn the_right_pin_is_verified_and_a_wrong_one_rejected_with_its_status() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    let pin = sandbox.start_sms(&authentication);
    let wrong = sandbox.call("PUT", &authentication, r#"{"method":"sms","token":"wrong"}"#);
    let status = json!({ "throttled": false, "expired": false, "invalid": true, "result": "INVALID" });
    assert_eq!((wrong.status, wrong.body), (200, json!({ "method": "sms", "verified": false, "status": status })));
    let right = sandbox.call("PUT", &authentication, &json!({ "token": pin }).to_string());
    assert_eq!((right.status, right.body), (200, json!({ "method": "sms", "verified": true })));
}

#[test]
fn a_pin_is_accepted_once() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    let pin = sandbox.start_sms(&authentication);
    assert_eq!(sandbox.verify(&authentication, &pin), "verified");
    assert_eq!(sandbox.verify(&authentication, &pin), "invalid");
}

#[test]
fn a_new_start_invalidates_the_previous_pin() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    let earlier = sandbox.start_sms(&authentication);
    let later = sandbox.start_sms(&authentication);
    assert_ne!(earlier, later);
    assert_eq!(sandbox.verify(&authentication, &earlier), "invalid");
    assert_eq!(sandbox.verify(&authentication, &later), "verified");
}

#[test]
fn a_pin_is_valid_until_the_last_millisecond_of_its_lifetime() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    for round in 0..1000 {
        let now = NEW_YEAR_MS + round * 1_000_000;
        sandbox.control("PUT", "clock", json!({ "now": now }));
        let pin = sandbox.start_sms(&authentication);
        sandbox.control("POST", "clock/advance", json!({ "milliseconds": 299_999 }));
        assert_eq!(sandbox.verify(&authentication, &pin), "verified", "round {round}");
        let pin = sandbox.start_sms(&authentication);
        sandbox.control("POST", "clock/advance", json!({ "milliseconds": 300_000 }));
        assert_eq!(sandbox.verify(&authentication, &pin), "expired", "round {round}");
    }
}

#[test]
fn pin_lifetime_and_length_are_options() {
    let mut sandbox = TestSandbox::with(json!({ "pinLifetimeMs": 1, "pinLength": 10 }));
    let authentication = sandbox.authentication();
    let pin = sandbox.start_sms(&authentication);
    assert_eq!(pin.len(), 10);
    sandbox.control("POST", "clock/advance", json!({ "milliseconds": 1 }));
    assert_eq!(sandbox.verify(&authentication, &pin), "expired");
}

#[test]
fn after_five_wrong_pins_even_the_right_one_is_throttled_until_the_next_start() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    let pin = sandbox.start_sms(&authentication);
    for _ in 0..5 {
        assert_eq!(sandbox.verify(&authentication, "wrong"), "invalid");
    }
    assert_eq!(sandbox.verify(&authentication, &pin), "throttled");
    assert_eq!(sandbox.verify(&authentication, "wrong"), "throttled");
    let pin = sandbox.start_sms(&authentication);
    assert_eq!(sandbox.verify(&authentication, &pin), "verified");
}

#[test]
fn the_right_pin_is_verified_after_four_wrong_ones() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    let pin = sandbox.start_sms(&authentication);
    for _ in 0..4 {
        sandbox.verify(&authentication, "wrong");
    }
    assert_eq!(sandbox.verify(&authentication, &pin), "verified");
}

#[test]
fn throttled_takes_precedence_over_expired_and_an_expired_pin_is_no_attempt() {
    let mut sandbox = TestSandbox::with(json!({ "maxAttempts": 1 }));
    let authentication = sandbox.authentication();
    let pin = sandbox.start_sms(&authentication);
    sandbox.control("POST", "clock/advance", json!({ "milliseconds": 300_000 }));
    assert_eq!(sandbox.verify(&authentication, &pin), "expired");
    assert_eq!(sandbox.verify(&authentication, &pin), "expired");
    let pin = sandbox.start_sms(&authentication);
    assert_eq!(sandbox.verify(&authentication, "wrong"), "invalid");
    sandbox.control("POST", "clock/advance", json!({ "milliseconds": 300_000 }));
    assert_eq!(sandbox.verify(&authentication, &pin), "throttled");
}

#[test]
fn verifying_before_a_start_is_not_found() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    let response = sandbox.call("PUT", &authentication, r#"{"token":"123456"}"#);
    assert_eq!((response.status, response.message()), (404, "no such authentication: start one first"));
}

#[test]
fn invalid_start_and_verify_bodies_are_rejected() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    for body in ["", "{}", r#"{"method":"call"}"#, r#"{"method":""}"#, r#"{"method":1}"#] {
        assert_eq!(sandbox.call("POST", &authentication, body).status, 422, "{body}");
    }
    sandbox.start(&authentication, "sms");
    for body in ["", "{}", r#"{"token":""}"#, r#"{"token":123456}"#, r#"{"token":"1","method":"call"}"#] {
        assert_eq!(sandbox.call("PUT", &authentication, body).status, 422, "{body}");
    }
}

#[test]
fn the_short_path_of_the_docs_sample_starts_and_verifies() {
    for profile in ["docs", "sdk"] {
        let mut sandbox = TestSandbox::with(json!({ "profile": profile }));
        let authentication = sandbox.authentication().replace("/service/service/", "/service/");
        let pin = sandbox.start_sms(&authentication);
        assert_eq!(sandbox.verify(&authentication, &pin), "verified", "{profile}");
    }
}

#[test]
fn authentications_of_different_users_are_independent() {
    let mut sandbox = TestSandbox::with(json!({ "maxAttempts": 1 }));
    let service = sandbox.service();
    let ann = sandbox.user(&service, "ann", "+3725555555") + "/auth";
    let ben = sandbox.user(&service, "ben", "+3725555555") + "/auth";
    let pin_of_ann = sandbox.start_sms(&ann);
    let pin_of_ben = sandbox.start_sms(&ben);
    assert_eq!(sandbox.verify(&ann, &pin_of_ben), "invalid");
    assert_eq!(sandbox.verify(&ann, &pin_of_ann), "throttled");
    assert_eq!(sandbox.verify(&ben, &pin_of_ben), "verified");
}
