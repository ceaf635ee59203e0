use crate::desk::{Desk, NEW_YEAR_MS};
use serde_json::{Value, json};

#[track_caller]
fn assert_clock(desk: &mut Desk, now: &str, running: bool) {
    let clock = desk.control("GET", "clock", Value::Null).body;
    assert_eq!(clock, json!({ "now": now, "running": running }));
}

#[test]
fn without_now_the_clock_is_the_machines() {
    let mut desk = Desk::exactly(&json!({}));
    assert_clock(&mut desk, "2026-01-01T00:00:00.000Z", true);
    desk.pass_ms(1500);
    assert_clock(&mut desk, "2026-01-01T00:00:01.500Z", true);
}

#[test]
fn with_now_the_clock_stands_until_it_is_moved() {
    let mut desk = Desk::new();
    desk.pass_ms(1500);
    assert_clock(&mut desk, "2026-01-01T00:00:00.000Z", false);
    desk.control("POST", "clock/advance", json!({ "milliseconds": 250 }));
    assert_clock(&mut desk, "2026-01-01T00:00:00.250Z", false);
}

#[test]
fn an_advanced_running_clock_runs_on_from_there() {
    let mut desk = Desk::exactly(&json!({}));
    desk.control("POST", "clock/advance", json!({ "milliseconds": 60_000 }));
    desk.pass_ms(1);
    assert_clock(&mut desk, "2026-01-01T00:01:00.001Z", true);
    desk.control("POST", "clock/advance", json!({ "milliseconds": -120_000 }));
    assert_clock(&mut desk, "2025-12-31T23:59:00.001Z", true);
}

#[test]
fn a_clock_that_was_set_stands_and_resumes_with_the_machine() {
    let mut desk = Desk::exactly(&json!({}));
    for now in [json!(NEW_YEAR_MS + 86_400_000), json!("2026-01-02T02:00:00+02:00")] {
        desk.control("PUT", "clock", json!({ "now": now }));
        desk.pass_ms(1);
        assert_clock(&mut desk, "2026-01-02T00:00:00.000Z", false);
    }
    desk.control("POST", "clock/resume", Value::Null);
    assert_clock(&mut desk, "2026-01-01T00:00:00.002Z", true);
}

#[test]
fn the_clock_stays_within_the_years_1970_to_9999() {
    let mut desk = Desk::new();
    for now in [
        json!(-1),
        json!(253_402_300_800_000_i64),
        json!("1969-12-31T23:59:59Z"),
        json!("soon"),
        json!(1.5),
        json!(null),
    ] {
        assert_eq!(desk.control("PUT", "clock", json!({ "now": now })).status, 422, "{now}");
    }
    for milliseconds in [json!(-NEW_YEAR_MS - 1), json!(i64::MAX), json!(i64::MIN), json!("1"), json!(null)] {
        let answer = desk.control("POST", "clock/advance", json!({ "milliseconds": milliseconds }));
        assert_eq!(answer.status, 422, "{milliseconds}");
    }
    assert_eq!(desk.control("PUT", "clock", json!({})).status, 422);
    assert_clock(&mut desk, "2026-01-01T00:00:00.000Z", false);
    desk.control("PUT", "clock", json!({ "now": 253_402_300_799_999_i64 }));
    assert_clock(&mut desk, "9999-12-31T23:59:59.999Z", false);
    let authentication = desk.authentication();
    let pin = desk.start_sms(&authentication);
    assert_eq!(desk.verify(&authentication, &pin), "expired");
}
