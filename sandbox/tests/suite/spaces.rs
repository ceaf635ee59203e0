use crate::harness::{SERVICES, TestSandbox};
use serde_json::{Value, json};

const HOUR_MS: i64 = 3_600_000;

/// Creates a service in a space and returns its path there.
fn create_service(sandbox: &mut TestSandbox, space: &str) -> String {
    let services = format!("/spaces/{space}{SERVICES}");
    let response = sandbox.call("POST", &services, r#"{"fqdn":"coffeeshop.com","name":"Coffee Shop"}"#);
    format!("{services}/{}", response.id())
}

fn control(sandbox: &mut TestSandbox, space: &str, method: &str, path: &str, body: Value) -> Value {
    sandbox.call(method, &format!("/spaces/{space}/_sandbox/{path}"), &body.to_string()).body
}

fn names(sandbox: &mut TestSandbox) -> Vec<String> {
    let spaces = sandbox.control("GET", "spaces", Value::Null).body["spaces"].clone();
    spaces.as_array().unwrap().iter().map(|space| space["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_space_has_its_own_state() {
    let mut sandbox = TestSandbox::new();
    let service = create_service(&mut sandbox, "a");
    assert_eq!(sandbox.call("GET", &service, "").status, 200);
    assert_eq!(sandbox.call("GET", &service.replace("/spaces/a", "/spaces/b"), "").status, 404);
    assert_eq!(sandbox.call("GET", &service.replace("/spaces/a", ""), "").status, 404);
    control(&mut sandbox, "b", "PUT", "profile", json!({ "profile": "sdk" }));
    control(&mut sandbox, "b", "POST", "clock/advance", json!({ "milliseconds": 1 }));
    assert_eq!(control(&mut sandbox, "a", "GET", "profile", Value::Null), json!({ "profile": "docs" }));
    assert_eq!(control(&mut sandbox, "a", "GET", "clock", Value::Null)["now"], "2026-01-01T00:00:00.000Z");
}

#[test]
fn requests_in_a_space_are_recorded_without_its_prefix_and_faults_match_them_so() {
    let mut sandbox = TestSandbox::new();
    let fault = json!({ "fault": { "kind": "status", "status": 503 }, "match": { "path": SERVICES } });
    control(&mut sandbox, "a", "POST", "faults/next", fault);
    assert_eq!(sandbox.call("POST", SERVICES, "{}").status, 422);
    assert_eq!(sandbox.call("POST", &format!("/spaces/a{SERVICES}"), "{}").status, 503);
    let requests = control(&mut sandbox, "a", "GET", "requests", Value::Null)["requests"].clone();
    assert_eq!((requests.as_array().unwrap().len(), &requests[0]["path"]), (1, &json!(SERVICES)));
}

#[test]
fn with_a_seed_every_space_draws_the_same_ids_and_without_one_others() {
    let mut seeded = TestSandbox::new();
    let id = |service: String| service.rsplit('/').next().unwrap().to_owned();
    assert_eq!(id(create_service(&mut seeded, "a")), id(create_service(&mut seeded, "b")));
    let mut unseeded = TestSandbox::with_only(&json!({}));
    assert_ne!(id(create_service(&mut unseeded, "a")), id(create_service(&mut unseeded, "b")));
}

#[test]
fn events_carry_the_name_of_their_space_and_its_sequence() {
    let mut sandbox = TestSandbox::new();
    create_service(&mut sandbox, "a");
    sandbox.service();
    control(&mut sandbox, "a", "POST", "reset", Value::Null);
    let events = sandbox.events();
    let labels: Vec<Value> =
        events.iter().map(|event| json!([event["space"], event["sequence"], event["event"]])).collect();
    assert_eq!(json!(labels), json!([["a", 1, "request"], [null, 1, "request"], ["a", 2, "reset"]]));
}

#[test]
fn reset_affects_only_its_own_space() {
    let mut sandbox = TestSandbox::new();
    let services = [create_service(&mut sandbox, "a"), create_service(&mut sandbox, "b"), sandbox.service()];
    control(&mut sandbox, "a", "POST", "reset", Value::Null);
    assert_eq!(services.clone().map(|service| sandbox.call("GET", &service, "").status), [404, 200, 200]);
    sandbox.control("POST", "reset", Value::Null);
    assert_eq!(services.map(|service| sandbox.call("GET", &service, "").status), [404, 200, 404]);
}

#[test]
fn a_deleted_space_starts_over() {
    let mut sandbox = TestSandbox::new();
    let service = create_service(&mut sandbox, "a");
    create_service(&mut sandbox, "b");
    assert_eq!(names(&mut sandbox), ["a", "b"]);
    sandbox.events();
    for _ in 0..2 {
        assert_eq!(sandbox.control("DELETE", "spaces/a", Value::Null).status, 204);
    }
    let events: Vec<Value> = sandbox.events();
    assert_eq!((events.len(), &events[0]["space"], &events[0]["event"]), (1, &json!("a"), &json!("deleted")));
    assert_eq!(names(&mut sandbox), ["b"]);
    assert_eq!(sandbox.call("GET", &service, "").status, 404);
}

#[test]
fn a_space_is_deleted_after_an_hour_without_a_request() {
    let mut sandbox = TestSandbox::new();
    create_service(&mut sandbox, "idle");
    create_service(&mut sandbox, "used");
    sandbox.advance_system_ms(HOUR_MS - 1);
    control(&mut sandbox, "used", "GET", "clock", Value::Null);
    assert_eq!(names(&mut sandbox), ["idle", "used"]);
    sandbox.advance_system_ms(HOUR_MS - 1);
    assert_eq!(names(&mut sandbox), ["used"]);
}

#[test]
fn at_most_a_thousand_spaces_exist() {
    let mut sandbox = TestSandbox::new();
    for number in 0..1000 {
        control(&mut sandbox, &number.to_string(), "GET", "clock", Value::Null);
    }
    let response = sandbox.call("GET", "/spaces/one-too-many/_sandbox/clock", "");
    assert_eq!(response.status, 507);
    assert!(response.message().contains("at most 1000 spaces"), "{}", response.message());
    assert_eq!(sandbox.call("GET", "/spaces/999/_sandbox/clock", "").status, 200);
    sandbox.control("DELETE", "spaces/0", Value::Null);
    assert_eq!(sandbox.call("GET", "/spaces/one-too-many/_sandbox/clock", "").status, 200);
}

#[test]
fn names_have_only_letters_digits_dots_underscores_and_dashes() {
    let mut sandbox = TestSandbox::new();
    let long = "a".repeat(100);
    for name in ["a", "A.b_c-9", "...", "%61", long.as_str()] {
        assert_eq!(sandbox.call("GET", &format!("/spaces/{name}/_sandbox/clock"), "").status, 200, "{name}");
    }
    let too_long = "a".repeat(101);
    for name in ["", ".", "..", "%2e%2e", "a%2Fb", "a b", "ä", "%ff", too_long.as_str()] {
        let response = sandbox.call("GET", &format!("/spaces/{name}/_sandbox/clock"), "");
        assert_eq!(response.status, 422, "{name}");
        assert!(response.message().starts_with("space: expected a name of 1 to 100 characters"));
    }
    assert_eq!(names(&mut sandbox).len(), 4);
}

#[test]
fn a_path_without_anything_after_the_name_creates_no_space() {
    let mut sandbox = TestSandbox::new();
    for path in ["/spaces", "/spaces/", "/spaces/a"] {
        assert_eq!(sandbox.call("GET", path, "").status, 404, "{path}");
    }
    assert!(names(&mut sandbox).is_empty());
}

#[test]
fn a_space_has_no_spaces() {
    let mut sandbox = TestSandbox::new();
    assert_eq!(sandbox.call("GET", "/spaces/a/_sandbox/spaces", "").status, 404);
    assert_eq!(sandbox.call("GET", "/spaces/a/spaces/b/_sandbox/clock", "").status, 404);
}

#[test]
fn the_snapshot_of_the_root_restores_all_spaces() {
    let mut first = TestSandbox::new();
    let service = create_service(&mut first, "a");
    let snapshot = first.control("GET", "snapshot", Value::Null).body;
    let mut second = TestSandbox::with_only(&json!({}));
    create_service(&mut second, "b");
    assert_eq!(second.control("PUT", "snapshot", snapshot.clone()).status, 204);
    assert_eq!(names(&mut second), ["a"]);
    assert_eq!(second.control("GET", "snapshot", Value::Null).body, snapshot);
    assert_eq!(second.call("GET", &service, "").status, 200);
}

#[test]
fn a_snapshot_without_spaces_leaves_them_unchanged() {
    let mut sandbox = TestSandbox::new();
    let snapshot = sandbox.control("GET", "snapshot", Value::Null).body;
    assert!(snapshot.get("spaces").is_none());
    let service = create_service(&mut sandbox, "a");
    assert_eq!(sandbox.control("PUT", "snapshot", snapshot).status, 204);
    assert_eq!(sandbox.call("GET", &service, "").status, 200);
}

#[test]
fn an_invalid_space_in_a_snapshot_is_named_and_nothing_changes() {
    let mut sandbox = TestSandbox::new();
    create_service(&mut sandbox, "a");
    let before = sandbox.control("GET", "snapshot", Value::Null).body;
    let mut invalid_state = before.clone();
    invalid_state["spaces"]["a"]["profile"] = json!("live");
    let mut invalid_name = before.clone();
    invalid_name["spaces"] = json!({ "a b": before["state"] });
    let mut invalid_fault = before.clone();
    invalid_fault["spaces"]["a"]["faults"]["randomly"] = json!([{ "chance": 2, "fault": { "kind": "hang" } }]);
    for (snapshot, message) in [
        (invalid_state, "snapshot: invalid at spaces.a.profile"),
        (invalid_name, "snapshot: invalid at spaces.a b"),
        (invalid_fault, "snapshot: invalid at spaces.a.faults: expected a chance from 0 to 1"),
    ] {
        let response = sandbox.control("PUT", "snapshot", snapshot);
        assert_eq!((response.status, response.message()), (422, message));
        assert_eq!(sandbox.control("GET", "snapshot", Value::Null).body, before);
    }
    let nested = sandbox.call("PUT", "/spaces/a/_sandbox/snapshot", &before.to_string());
    assert_eq!((nested.status, nested.message()), (422, "snapshot: expected no spaces within a space"));
}
