use crate::desk::{Desk, NEW_YEAR_MS};
use serde_json::{Value, json};

#[test]
fn starting_by_sms_sends_a_message_with_a_pin_that_phones_can_fill_in() {
    let mut desk = Desk::new();
    let authentication = desk.authentication();
    let answer = desk.call("POST", &authentication, r#"{"method":"sms"}"#);
    assert_eq!((answer.status, answer.body), (201, json!({ "method": "sms" })));
    let messages = desk.control("GET", "inbox", Value::Null).body;
    let pin = messages["messages"][0]["pin"].as_str().unwrap().to_owned();
    assert!(pin.len() == 6 && pin.bytes().all(|byte| byte.is_ascii_digit()));
    let expected = json!({
        "to": "+3725555555",
        "text": format!("Your PIN for Coffee Shop is {pin}\n\n@coffeeshop.com #{pin}"),
        "pin": pin,
        "sentAt": "2026-01-01T00:00:00.000Z",
        "service": "Coffee Shop",
    });
    assert_eq!(messages, json!({ "messages": [expected] }));
}

#[test]
fn starting_by_totp_without_a_device_falls_back_to_sms() {
    let mut desk = Desk::new();
    let authentication = desk.authentication();
    assert_eq!(desk.start(&authentication, "totp"), "sms");
    assert_eq!(desk.control("GET", "inbox", Value::Null).body["messages"].as_array().unwrap().len(), 1);
}

#[test]
fn the_right_pin_is_verified_and_a_wrong_one_refused_with_the_full_status() {
    let mut desk = Desk::new();
    let authentication = desk.authentication();
    let pin = desk.start_sms(&authentication);
    let wrong = desk.call("PUT", &authentication, r#"{"method":"sms","token":"wrong"}"#);
    let status = json!({ "throttled": false, "expired": false, "invalid": true, "result": "INVALID" });
    assert_eq!((wrong.status, wrong.body), (200, json!({ "method": "sms", "verified": false, "status": status })));
    let right = desk.call("PUT", &authentication, &json!({ "token": pin }).to_string());
    assert_eq!((right.status, right.body), (200, json!({ "method": "sms", "verified": true })));
}

#[test]
fn a_pin_is_accepted_once() {
    let mut desk = Desk::new();
    let authentication = desk.authentication();
    let pin = desk.start_sms(&authentication);
    assert_eq!(desk.verify(&authentication, &pin), "verified");
    assert_eq!(desk.verify(&authentication, &pin), "invalid");
}

#[test]
fn a_new_start_ends_the_earlier_pin() {
    let mut desk = Desk::new();
    let authentication = desk.authentication();
    let earlier = desk.start_sms(&authentication);
    let later = desk.start_sms(&authentication);
    assert_ne!(earlier, later);
    assert_eq!(desk.verify(&authentication, &earlier), "invalid");
    assert_eq!(desk.verify(&authentication, &later), "verified");
}

#[test]
fn a_pin_is_good_one_millisecond_before_its_end_and_expired_at_it_a_thousand_times_over() {
    let mut desk = Desk::new();
    let authentication = desk.authentication();
    for round in 0..1000 {
        let now = NEW_YEAR_MS + round * 1_000_000;
        desk.control("PUT", "clock", json!({ "now": now }));
        let pin = desk.start_sms(&authentication);
        desk.control("POST", "clock/advance", json!({ "milliseconds": 299_999 }));
        assert_eq!(desk.verify(&authentication, &pin), "verified", "round {round}");
        let pin = desk.start_sms(&authentication);
        desk.control("POST", "clock/advance", json!({ "milliseconds": 300_000 }));
        assert_eq!(desk.verify(&authentication, &pin), "expired", "round {round}");
    }
}

#[test]
fn the_lifetime_and_length_of_pins_are_options() {
    let mut desk = Desk::with(json!({ "pinLifetimeMs": 1, "pinLength": 10 }));
    let authentication = desk.authentication();
    let pin = desk.start_sms(&authentication);
    assert_eq!(pin.len(), 10);
    desk.control("POST", "clock/advance", json!({ "milliseconds": 1 }));
    assert_eq!(desk.verify(&authentication, &pin), "expired");
}

#[test]
fn after_five_wrong_pins_even_the_right_one_is_throttled_until_the_next_start() {
    let mut desk = Desk::new();
    let authentication = desk.authentication();
    let pin = desk.start_sms(&authentication);
    for _ in 0..5 {
        assert_eq!(desk.verify(&authentication, "wrong"), "invalid");
    }
    assert_eq!(desk.verify(&authentication, &pin), "throttled");
    assert_eq!(desk.verify(&authentication, "wrong"), "throttled");
    let pin = desk.start_sms(&authentication);
    assert_eq!(desk.verify(&authentication, &pin), "verified");
}

#[test]
fn four_wrong_pins_leave_room_for_the_right_one() {
    let mut desk = Desk::new();
    let authentication = desk.authentication();
    let pin = desk.start_sms(&authentication);
    for _ in 0..4 {
        desk.verify(&authentication, "wrong");
    }
    assert_eq!(desk.verify(&authentication, &pin), "verified");
}

#[test]
fn throttled_wins_over_expired_and_a_late_pin_counts_as_no_attempt() {
    let mut desk = Desk::with(json!({ "maxAttempts": 1 }));
    let authentication = desk.authentication();
    let pin = desk.start_sms(&authentication);
    desk.control("POST", "clock/advance", json!({ "milliseconds": 300_000 }));
    assert_eq!(desk.verify(&authentication, &pin), "expired");
    assert_eq!(desk.verify(&authentication, &pin), "expired");
    let pin = desk.start_sms(&authentication);
    assert_eq!(desk.verify(&authentication, "wrong"), "invalid");
    desk.control("POST", "clock/advance", json!({ "milliseconds": 300_000 }));
    assert_eq!(desk.verify(&authentication, &pin), "throttled");
}

#[test]
fn verifying_with_nothing_started_is_not_found() {
    let mut desk = Desk::new();
    let authentication = desk.authentication();
    let answer = desk.call("PUT", &authentication, r#"{"token":"123456"}"#);
    assert_eq!((answer.status, answer.message()), (404, "no such authentication: start one first"));
}

#[test]
fn bodies_that_start_or_verify_nothing_are_invalid() {
    let mut desk = Desk::new();
    let authentication = desk.authentication();
    for body in ["", "{}", r#"{"method":"call"}"#, r#"{"method":""}"#, r#"{"method":1}"#] {
        assert_eq!(desk.call("POST", &authentication, body).status, 422, "{body}");
    }
    desk.start(&authentication, "sms");
    for body in ["", "{}", r#"{"token":""}"#, r#"{"token":123456}"#, r#"{"token":"1","method":"call"}"#] {
        assert_eq!(desk.call("PUT", &authentication, body).status, 422, "{body}");
    }
}

#[test]
fn the_path_with_one_service_of_the_docs_sample_starts_and_verifies_too() {
    for profile in ["docs", "sdk"] {
        let mut desk = Desk::with(json!({ "profile": profile }));
        let authentication = desk.authentication().replace("/service/service/", "/service/");
        let pin = desk.start_sms(&authentication);
        assert_eq!(desk.verify(&authentication, &pin), "verified", "{profile}");
    }
}

#[test]
fn what_users_do_in_one_authentication_leaves_others_alone() {
    let mut desk = Desk::with(json!({ "maxAttempts": 1 }));
    let service = desk.service();
    let ann = desk.user(&service, "ann", "+3725555555") + "/auth";
    let ben = desk.user(&service, "ben", "+3725555555") + "/auth";
    let pin_of_ann = desk.start_sms(&ann);
    let pin_of_ben = desk.start_sms(&ben);
    assert_eq!(desk.verify(&ann, &pin_of_ben), "invalid");
    assert_eq!(desk.verify(&ann, &pin_of_ann), "throttled");
    assert_eq!(desk.verify(&ben, &pin_of_ben), "verified");
}
