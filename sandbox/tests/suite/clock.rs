use crate::harness::{NEW_YEAR_MS, TestSandbox};
use serde_json::{Value, json};

#[track_caller]
fn assert_clock(sandbox: &mut TestSandbox, now: &str, running: bool) {
    let clock = sandbox.control("GET", "clock", Value::Null).body;
    assert_eq!(clock, json!({ "now": now, "running": running }));
}

#[test]
fn without_now_the_clock_follows_the_system_clock() {
    let mut sandbox = TestSandbox::with_only(&json!({}));
    assert_clock(&mut sandbox, "2026-01-01T00:00:00.000Z", true);
    sandbox.advance_system_ms(1500);
    assert_clock(&mut sandbox, "2026-01-01T00:00:01.500Z", true);
}

#[test]
fn with_now_the_clock_is_stopped_until_it_is_advanced() {
    let mut sandbox = TestSandbox::new();
    sandbox.advance_system_ms(1500);
    assert_clock(&mut sandbox, "2026-01-01T00:00:00.000Z", false);
    sandbox.control("POST", "clock/advance", json!({ "milliseconds": 250 }));
    assert_clock(&mut sandbox, "2026-01-01T00:00:00.250Z", false);
}

#[test]
fn an_advanced_running_clock_keeps_running() {
    let mut sandbox = TestSandbox::with_only(&json!({}));
    sandbox.control("POST", "clock/advance", json!({ "milliseconds": 60_000 }));
    sandbox.advance_system_ms(1);
    assert_clock(&mut sandbox, "2026-01-01T00:01:00.001Z", true);
    sandbox.control("POST", "clock/advance", json!({ "milliseconds": -120_000 }));
    assert_clock(&mut sandbox, "2025-12-31T23:59:00.001Z", true);
}

#[test]
fn setting_the_clock_stops_it_and_resume_switches_to_the_system_clock() {
    let mut sandbox = TestSandbox::with_only(&json!({}));
    for now in [json!(NEW_YEAR_MS + 86_400_000), json!("2026-01-02T02:00:00+02:00")] {
        sandbox.control("PUT", "clock", json!({ "now": now }));
        sandbox.advance_system_ms(1);
        assert_clock(&mut sandbox, "2026-01-02T00:00:00.000Z", false);
    }
    sandbox.control("POST", "clock/resume", Value::Null);
    assert_clock(&mut sandbox, "2026-01-01T00:00:00.002Z", true);
}

#[test]
fn the_clock_stays_within_the_years_1970_to_9999() {
    let mut sandbox = TestSandbox::new();
    for now in [
        json!(-1),
        json!(253_402_300_800_000_i64),
        json!("1969-12-31T23:59:59Z"),
        json!("soon"),
        json!(1.5),
        json!(null),
    ] {
        assert_eq!(sandbox.control("PUT", "clock", json!({ "now": now })).status, 422, "{now}");
    }
    for milliseconds in [json!(-NEW_YEAR_MS - 1), json!(i64::MAX), json!(i64::MIN), json!("1"), json!(null)] {
        let response = sandbox.control("POST", "clock/advance", json!({ "milliseconds": milliseconds }));
        assert_eq!(response.status, 422, "{milliseconds}");
    }
    assert_eq!(sandbox.control("PUT", "clock", json!({})).status, 422);
    assert_clock(&mut sandbox, "2026-01-01T00:00:00.000Z", false);
    sandbox.control("PUT", "clock", json!({ "now": 253_402_300_799_999_i64 }));
    assert_clock(&mut sandbox, "9999-12-31T23:59:59.999Z", false);
    let authentication = sandbox.authentication();
    let pin = sandbox.start_sms(&authentication);
    assert_eq!(sandbox.verify(&authentication, &pin), "expired");
}
