use crate::desk::Desk;
use serde_json::{Value, json};

#[test]
fn reset_forgets_everything_and_starts_the_seed_over() {
    let mut desk = Desk::new();
    let authentication = desk.authentication();
    let pin = desk.start_sms(&authentication);
    desk.control("POST", "clock/advance", json!({ "milliseconds": 5 }));
    assert_eq!(desk.control("POST", "reset", Value::Null).status, 204);
    assert_eq!(
        desk.call("PUT", &authentication, r#"{"token":"1"}"#).status,
        404
    );
    assert_eq!(
        desk.control("GET", "inbox", Value::Null).body,
        json!({ "messages": [] })
    );
    assert_eq!(
        desk.control("GET", "clock", Value::Null).body["now"],
        "2026-01-01T00:00:00.000Z"
    );
    assert_eq!(desk.authentication(), authentication);
    assert_eq!(desk.start_sms(&authentication), pin);
}

#[test]
fn without_now_the_clock_is_the_machines() {
    let mut desk = Desk::exactly(&json!({}));
    assert_eq!(
        desk.control("GET", "clock", Value::Null).body,
        json!({ "now": "2026-01-01T00:00:00.000Z", "running": true })
    );
    desk.pass_ms(1500);
    assert_eq!(
        desk.control("GET", "clock", Value::Null).body["now"],
        "2026-01-01T00:00:01.500Z"
    );
}
