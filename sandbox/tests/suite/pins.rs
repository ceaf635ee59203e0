use crate::harness::TestSandbox;
use serde_json::{Value, json};
use verigator_sandbox::Options;

#[test]
fn every_sms_to_the_number_has_the_fixed_pin_and_other_numbers_have_random_ones() {
    let mut sandbox = TestSandbox::with(json!({ "pins": { "+372 555-5555": "012345" } }));
    let service = sandbox.service();
    let ann = sandbox.user(&service, "ann", "+3725555555") + "/auth";
    let ben = sandbox.user(&service, "ben", "+3726666666") + "/auth";
    for _ in 0..2 {
        assert_eq!(sandbox.start_sms(&ann), "012345");
        assert_ne!(sandbox.start_sms(&ben), "012345");
    }
    let text = sandbox.control("GET", "inbox", Value::Null).body["messages"][0]["text"].clone();
    assert_eq!(text, "Your PIN for Coffee Shop is 012345\n\n@coffeeshop.com #012345");
}

#[test]
fn all_other_rules_apply_to_a_fixed_pin() {
    let mut sandbox = TestSandbox::with(json!({ "pins": { "+3725555555": "123456" } }));
    let authentication = sandbox.authentication();
    sandbox.start(&authentication, "sms");
    assert_eq!(sandbox.verify(&authentication, "123457"), "invalid");
    assert_eq!(sandbox.verify(&authentication, "123456"), "verified");
    assert_eq!(sandbox.verify(&authentication, "123456"), "invalid");
    sandbox.start(&authentication, "sms");
    sandbox.control("POST", "clock/advance", json!({ "milliseconds": 300_000 }));
    assert_eq!(sandbox.verify(&authentication, "123456"), "expired");
    sandbox.start(&authentication, "sms");
    for _ in 0..5 {
        sandbox.verify(&authentication, "wrong");
    }
    assert_eq!(sandbox.verify(&authentication, "123456"), "throttled");
}

#[test]
fn fixed_pins_do_not_change_the_ids_and_pins_that_follow() {
    let run = |options: Value| {
        let mut sandbox = TestSandbox::with(options);
        let service = sandbox.service();
        let ann = sandbox.user(&service, "ann", "+3725555555") + "/auth";
        let ben = sandbox.user(&service, "ben", "+3726666666") + "/auth";
        sandbox.start_sms(&ann);
        sandbox.start_sms(&ben)
    };
    assert_eq!(run(json!({})), run(json!({ "pins": { "+3725555555": "123456" } })));
}

#[test]
fn pins_are_replaced_at_once_and_a_reset_restores_those_of_the_options() {
    let mut sandbox = TestSandbox::with(json!({ "pins": { "+3725555555": "123456" } }));
    let initial = json!({ "pins": { "+3725555555": "123456" } });
    assert_eq!(sandbox.control("GET", "pins", Value::Null).body, initial);
    let others = json!({ "pins": { "+3726666666": "654321", "+3727777777": "000000" } });
    assert_eq!(sandbox.control("PUT", "pins", others.clone()).body, others);
    assert_eq!(sandbox.control("GET", "pins", Value::Null).body, others);
    assert_eq!(sandbox.control("PUT", "pins", json!({ "pins": {} })).body, json!({ "pins": {} }));
    sandbox.control("POST", "reset", Value::Null);
    assert_eq!(sandbox.control("GET", "pins", Value::Null).body, initial);
}

#[test]
fn a_snapshot_contains_the_fixed_pins_and_is_restored_only_with_the_same_length() {
    let mut sandbox = TestSandbox::with(json!({ "pins": { "+3725555555": "123456" } }));
    let snapshot = sandbox.control("GET", "snapshot", Value::Null).body;
    let mut same = TestSandbox::new();
    assert_eq!(same.control("PUT", "snapshot", snapshot.clone()).status, 204);
    assert_eq!(same.control("GET", "pins", Value::Null).body, json!({ "pins": { "+3725555555": "123456" } }));
    let response = TestSandbox::with(json!({ "pinLength": 4 })).control("PUT", "snapshot", snapshot);
    assert_eq!(response.message(), "snapshot: invalid at state.pins: expected PINs of 4 digits");
}

#[test]
fn invalid_pins_are_rejected_and_not_quoted() {
    let mut sandbox = TestSandbox::new();
    for (pins, message) in [
        (json!({ "+3725555555": "12345" }), "pins: expected PINs of 6 digits"),
        (json!({ "+3725555555": "12345a" }), "pins: expected PINs of 6 digits"),
        (json!({ "+3725555555": "１２" }), "pins: expected PINs of 6 digits"),
        (json!({ "+3725555555": 123_456 }), "pins: expected a PIN as a string, got a number"),
        (json!([]), "pins: expected an object of phone number to PIN, got an array"),
        (Value::Null, "pins: expected an object of phone number to PIN, got nothing"),
    ] {
        let options = json!({ "pins": pins }).to_string();
        assert_eq!(Options::parse(&options).expect_err("an error"), message);
        let response = sandbox.control("PUT", "pins", json!({ "pins": pins }));
        assert_eq!((response.status, response.message()), (422, message));
    }
    let response = sandbox.control("PUT", "pins", json!({ "pins": { "5555": "123456" } }));
    assert!(response.message().starts_with("pins: expected a phone number"));
    let lengths = json!({ "pins": { "+3725555555": "1234" }, "pinLength": 4 }).to_string();
    assert!(Options::parse(&lengths).is_ok());
}
