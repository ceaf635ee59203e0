use crate::harness::{SERVICES, TestSandbox};
use serde_json::{Value, json};

#[test]
fn reset_clears_the_state_and_restarts_the_seed() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    let pin = sandbox.start_sms(&authentication);
    sandbox.control("POST", "clock/advance", json!({ "milliseconds": 5 }));
    sandbox.control("PUT", "profile", json!({ "profile": "sdk" }));
    sandbox.control("PUT", "devices/%2B3725555555", Value::Null);
    sandbox.control("POST", "faults/randomly", json!({ "chance": 0, "fault": { "kind": "hang" } }));
    assert_eq!(sandbox.control("POST", "reset", Value::Null).status, 204);
    let fresh = TestSandbox::new().control("GET", "snapshot", Value::Null).body;
    assert_eq!(sandbox.control("GET", "snapshot", Value::Null).body, fresh);
    assert_eq!(sandbox.authentication(), authentication);
    assert_eq!(sandbox.start_sms(&authentication), pin);
}

#[test]
fn without_a_seed_reset_draws_other_ids() {
    let mut sandbox = TestSandbox::with_only(&json!({}));
    let service = sandbox.service();
    sandbox.control("POST", "reset", Value::Null);
    assert_ne!(sandbox.service(), service);
}

#[test]
fn requests_are_recorded_with_status_and_without_secrets() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    sandbox.control("DELETE", "faults", Value::Null);
    sandbox.start(&authentication, "sms");
    sandbox.call("GET", &format!("{SERVICES}/unknown?password=sandbox"), "");
    let records = sandbox.control("GET", "requests", Value::Null).body["requests"].clone();
    let lines: Vec<String> = records
        .as_array()
        .unwrap()
        .iter()
        .map(|record| format!("{} {} {}", record["method"], record["path"], record["status"]).replace('"', ""))
        .collect();
    let users = authentication.split("/users").next().unwrap().to_owned() + "/users";
    let expected = [
        format!("POST {SERVICES} 201"),
        format!("POST {users} 201"),
        format!("POST {authentication} 201"),
        format!("GET {SERVICES}/unknown 404"),
    ];
    assert_eq!(lines, expected);
    let last = json!({ "method": "GET", "path": format!("{SERVICES}/unknown"), "status": 404,
        "at": "2026-01-01T00:00:00.000Z", "durationMs": 0 });
    assert_eq!(records[3], last);
}

#[test]
fn requests_without_a_response_are_not_recorded() {
    let mut sandbox = TestSandbox::new();
    for id in ["00000000-0000-4000-8000-000000000002", "00000000-0000-4000-8000-000000000003"] {
        sandbox.send(&format!("GET {SERVICES}/{id} HTTP/1.1\nX-Service-Auth: sandbox:sandbox"));
    }
    assert_eq!(sandbox.control("GET", "requests", Value::Null).body, json!({ "requests": [] }));
}

#[test]
fn sms_pushes_requests_and_resets_are_events_in_order() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    sandbox.events();
    sandbox.start(&authentication, "totp");
    sandbox.control("PUT", "devices/%2B3725555555", Value::Null);
    sandbox.start(&authentication, "totp");
    sandbox.control("POST", "reset", Value::Null);
    let events = sandbox.events();
    let names: Vec<String> = events.iter().map(|event| format!("{} {}", event["sequence"], event["event"])).collect();
    assert_eq!(names, [r#"3 "sms""#, r#"4 "request""#, r#"5 "push""#, r#"6 "request""#, r#"7 "reset""#]);
    assert_eq!(events[0]["value"]["to"], "+3725555555");
    assert_eq!(events[2]["value"]["phoneNumber"], "+3725555555");
    assert_eq!(events[3]["value"]["status"], 201);
    assert!(sandbox.events().is_empty());
}

#[test]
fn a_restored_snapshot_is_an_event_of_the_root_and_of_each_of_its_spaces() {
    let mut sandbox = TestSandbox::new();
    sandbox.call("GET", "/spaces/a/_sandbox/clock", "");
    let snapshot = sandbox.control("GET", "snapshot", Value::Null).body;
    sandbox.call("GET", "/spaces/b/_sandbox/clock", "");
    for (method, path) in [("PUT", "snapshot"), ("POST", "seed")] {
        sandbox.control(method, path, snapshot.clone());
        let names = |event: &Value| format!("{} {}", event["space"], event["event"]);
        let mut events: Vec<String> = sandbox.events().iter().map(names).collect();
        events.retain(|event| !event.ends_with(r#""deleted""#));
        assert_eq!(events, [r#"null "restored""#, r#""a" "restored""#], "{method} {path}");
    }
}

#[test]
fn settings_contain_the_credentials_and_limits() {
    let mut sandbox =
        TestSandbox::with(json!({ "username": "ann", "password": "secret", "accounts": { "other": "hidden" } }));
    let expected = json!({
        "username": "ann", "password": "secret", "profile": "docs",
        "pinLength": 6, "pinLifetimeMs": 300_000, "maxAttempts": 5,
    });
    assert_eq!(sandbox.control("GET", "settings", Value::Null).body, expected);
}

#[test]
fn unknown_control_paths_are_not_found_and_other_methods_not_allowed() {
    let mut sandbox = TestSandbox::new();
    for path in [
        "",
        "unknown",
        "inbox/unknown",
        "clock/unknown",
        "faults/unknown",
        "devices/a/b",
        "devices/a/b/c/d",
        "settings/",
    ] {
        assert_eq!(sandbox.control("GET", path, Value::Null).status, 404, "{path}");
    }
    for path in [
        "inbox",
        "inbox/next",
        "devices",
        "devices/%2B3725555555",
        "devices/%2B3725555555/qr-codes/1",
        "clock",
        "clock/advance",
        "clock/resume",
        "faults",
        "faults/next",
        "faults/randomly",
        "requests",
        "snapshot",
        "reset",
        "profile",
        "pins",
        "seed",
        "spaces",
        "spaces/a",
        "settings",
        "magic-values",
        "openapi.json",
        "events",
    ] {
        assert_eq!(sandbox.control("PATCH", path, Value::Null).status, 405, "{path}");
    }
}
