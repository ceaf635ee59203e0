use crate::harness::{SERVICES, TestSandbox};
use serde_json::{Value, json};
use verigator_sandbox::http::{Delivery, DeliveryMode, Request};

fn add(sandbox: &mut TestSandbox, fault: Value) {
    assert_eq!(sandbox.control("POST", "faults/next", json!({ "fault": fault })).status, 204);
}

fn create(sandbox: &mut TestSandbox) -> Delivery {
    let request = Request::new("POST", SERVICES).with_header("X-Service-Auth", "sandbox:sandbox");
    sandbox.deliver(&request.with_body(r#"{"fqdn":"a.com","name":"A"}"#))
}

/// Returns whether the previous request was handled in spite of its fault.
fn was_handled(sandbox: &mut TestSandbox) -> bool {
    create(sandbox).response().unwrap().status == 409
}

#[test]
fn a_status_fault_replaces_the_response_and_the_request_is_not_handled() {
    let mut sandbox = TestSandbox::new();
    let headers = json!({ "Retry-After": "3", "Content-Type": "text/x-odd" });
    add(&mut sandbox, json!({ "kind": "status", "status": 503, "body": { "message": "down" }, "headers": headers }));
    let delivery = create(&mut sandbox);
    let response = delivery.response().unwrap();
    assert_eq!((response.status, response.body.as_str()), (503, r#"{"message":"down"}"#));
    assert_eq!((response.header("retry-after"), response.header("content-type")), (Some("3"), Some("text/x-odd")));
    assert!(!was_handled(&mut sandbox));
}

#[test]
fn a_status_fault_has_a_default_message_and_sends_strings_unchanged() {
    let mut sandbox = TestSandbox::new();
    add(&mut sandbox, json!({ "kind": "status", "status": 500 }));
    assert_eq!(create(&mut sandbox).response().unwrap().body, r#"{"message":"injected fault"}"#);
    add(&mut sandbox, json!({ "kind": "status", "status": 500, "body": "<html>" }));
    assert_eq!(create(&mut sandbox).response().unwrap().body, "<html>");
    add(&mut sandbox, json!({ "kind": "status", "status": 204, "body": "never sent" }));
    assert_eq!(create(&mut sandbox).response().unwrap().body, "");
}

#[test]
fn connection_hang_and_redirect_prevent_handling() {
    let mut sandbox = TestSandbox::new();
    add(&mut sandbox, json!({ "kind": "connection" }));
    assert_eq!(create(&mut sandbox).mode, DeliveryMode::ConnectionError);
    add(&mut sandbox, json!({ "kind": "hang" }));
    assert_eq!(create(&mut sandbox).mode, DeliveryMode::Hang);
    add(&mut sandbox, json!({ "kind": "redirect", "location": "https://example.com/" }));
    let delivery = create(&mut sandbox);
    let response = delivery.response().unwrap();
    assert_eq!((response.status, response.header("location")), (302, Some("https://example.com/")));
    assert!(!was_handled(&mut sandbox));
}

#[test]
fn a_delayed_request_is_handled_and_its_record_includes_the_delay() {
    let mut sandbox = TestSandbox::new();
    add(&mut sandbox, json!({ "kind": "delay", "milliseconds": 1500 }));
    let delivery = create(&mut sandbox);
    assert_eq!((delivery.delay_ms, delivery.response().unwrap().status), (1500, 201));
    assert_eq!(sandbox.control("GET", "requests", Value::Null).body["requests"][0]["durationMs"], 1500);
    assert!(was_handled(&mut sandbox));
}

#[test]
fn malformed_replaces_the_body_after_handling() {
    let mut sandbox = TestSandbox::new();
    add(&mut sandbox, json!({ "kind": "malformed" }));
    let delivery = create(&mut sandbox);
    assert_eq!(delivery.response().unwrap().status, 201);
    assert!(serde_json::from_str::<Value>(&delivery.response().unwrap().body).is_err());
    assert!(was_handled(&mut sandbox));
}

#[test]
fn truncated_announces_the_full_length_and_sends_half() {
    let mut sandbox = TestSandbox::new();
    add(&mut sandbox, json!({ "kind": "truncated" }));
    let delivery = create(&mut sandbox);
    let DeliveryMode::Truncated(response, sent_bytes) = &delivery.mode else { panic!("{delivery:?}") };
    assert_eq!(response.header("content-length").unwrap(), response.body.len().to_string());
    assert_eq!(*sent_bytes, response.body.len() / 2);
    assert!(was_handled(&mut sandbox));
}

#[test]
fn truncated_breaks_the_connection_if_the_response_has_no_body() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    add(&mut sandbox, json!({ "kind": "truncated" }));
    let request = Request::new("DELETE", &service).with_header("X-Service-Auth", "sandbox:sandbox");
    assert_eq!(sandbox.deliver(&request).mode, DeliveryMode::ConnectionError);
    assert_eq!(sandbox.call("GET", &service, "").status, 404);
}

#[test]
fn a_fault_applies_only_to_the_matching_method_and_path() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    let fault = json!({ "kind": "status", "status": 500 });
    for path in [json!(service), json!({ "pattern": "service/service/", "flags": "" })] {
        let expected = json!({ "fault": fault, "match": { "method": "get", "path": path }, "times": 2 });
        sandbox.control("POST", "faults/next", expected.clone());
        assert_eq!(sandbox.control("GET", "faults", Value::Null).body["next"], json!([expected]));
        assert_eq!(sandbox.call("POST", SERVICES, "{}").status, 422);
        assert_eq!(sandbox.call("DELETE", &format!("{service}/users/x"), "").status, 404);
        assert_eq!(sandbox.call("GET", &service, "").status, 500);
        assert_eq!(sandbox.call("GET", &format!("{service}?query"), "").status, 500);
        assert_eq!(sandbox.call("GET", &service, "").status, 200);
    }
}

#[test]
fn faults_apply_in_the_order_in_which_they_were_added() {
    let mut sandbox = TestSandbox::new();
    for status in [501, 502, 503] {
        add(&mut sandbox, json!({ "kind": "status", "status": status }));
    }
    let statuses = [(); 4].map(|()| sandbox.call("GET", SERVICES, "").status);
    assert_eq!(statuses, [501, 502, 503, 405]);
}

#[test]
fn random_faults_follow_the_seed_and_do_not_change_ids_or_pins() {
    let run = |chance: f64| {
        let mut sandbox = TestSandbox::new();
        sandbox.control(
            "POST",
            "faults/randomly",
            json!({ "chance": chance, "fault": { "kind": "status", "status": 500 } }),
        );
        let failed = (0..1000).filter(|_| sandbox.call("GET", SERVICES, "").status == 500).count();
        sandbox.control("DELETE", "faults", Value::Null);
        (failed, sandbox.service())
    };
    assert_eq!(run(0.0).0, 0);
    assert_eq!(run(1.0).0, 1000);
    let (failed, service) = run(0.25);
    assert!((200..300).contains(&failed), "{failed}");
    assert_eq!(run(0.25), (failed, service.clone()));
    assert_eq!(run(0.0).1, service);
}

#[test]
fn the_control_api_is_never_affected_by_faults() {
    let mut sandbox = TestSandbox::new();
    sandbox.control("POST", "faults/randomly", json!({ "chance": 1, "fault": { "kind": "hang" } }));
    assert_eq!(sandbox.control("GET", "clock", Value::Null).status, 200);
}

#[test]
fn requests_that_only_browsers_send_consume_no_faults_and_are_not_recorded() {
    let mut sandbox = TestSandbox::new();
    sandbox.control("POST", "faults/randomly", json!({ "chance": 1, "fault": { "kind": "hang" } }));
    add(&mut sandbox, json!({ "kind": "status", "status": 503 }));
    for path in ["/favicon.ico", "/.well-known/appspecific/com.chrome.devtools.json", "/", "/v1", "/_sandbox"] {
        assert_eq!(sandbox.call("GET", path, "").status, 404, "{path}");
        assert_eq!(sandbox.call("GET", &format!("/spaces/a{path}"), "").status, 404, "{path}");
    }
    assert!(sandbox.events().is_empty());
    assert_eq!(sandbox.control("GET", "requests", Value::Null).body, json!({ "requests": [] }));
    assert_eq!(sandbox.call("GET", "/v1/service/service/x", "").status, 503);
}

#[test]
fn a_body_may_be_nested_as_deep_as_a_snapshot_can_be_restored() {
    let mut sandbox = TestSandbox::new();
    let body = |depth| {
        (1..depth).fold(json!([]), |inner, level| if level % 2 == 0 { json!([inner]) } else { json!({ "a": inner }) })
    };
    let fault = |depth| json!({ "kind": "status", "status": 500, "body": body(depth) });
    add(&mut sandbox, fault(100));
    let in_space = json!({ "fault": fault(100) }).to_string();
    assert_eq!(sandbox.call("POST", "/spaces/a/_sandbox/faults/next", &in_space).status, 204);
    let snapshot = sandbox.control("GET", "snapshot", Value::Null).body;
    assert_eq!(sandbox.control("PUT", "snapshot", snapshot).status, 204);
    assert_eq!(create(&mut sandbox).response().unwrap().body, body(100).to_string());
    for path in ["next", "randomly"] {
        let mut addition = json!({ "fault": fault(101) });
        if path == "randomly" {
            addition["chance"] = json!(1);
        }
        let response = sandbox.control("POST", &format!("faults/{path}"), addition);
        let message = "expected a body that is nested at most 100 levels deep";
        assert_eq!((response.status, response.message()), (422, message));
    }
}

#[test]
fn errors_say_what_was_expected_without_types_of_rust() {
    let mut sandbox = TestSandbox::new();
    let hang = json!({ "kind": "hang" });
    for (body, message) in [
        (json!({ "fault": "hang" }), r#"fault: invalid type: string "hang", expected an object with the field kind"#),
        (
            json!({ "fault": { "kind": "status", "status": "500" } }),
            r#"fault: invalid type: string "500", expected an integer from 200 to 599 as status"#,
        ),
        (
            json!({ "fault": { "kind": "delay", "milliseconds": 1.5 } }),
            "fault: invalid type: floating point `1.5`, expected an integer from 0 to 2147483647 as milliseconds",
        ),
        (
            json!({ "fault": hang, "match": { "path": 5 } }),
            "match: path: expected a string, or an object with pattern and flags",
        ),
        (
            json!({ "fault": hang, "match": 5 }),
            "match: invalid type: integer `5`, expected an object with method and path",
        ),
        (json!({ "fault": hang, "match": { "pth": "/" } }), "match: unknown field `pth`, expected `method` or `path`"),
        (
            json!({ "fault": hang, "match": { "path": { "pattern": "a".repeat(1001) } } }),
            "expected a pattern of at most 1000 characters",
        ),
    ] {
        let response = sandbox.control("POST", "faults/next", body);
        assert_eq!((response.status, response.message()), (422, message));
    }
    let response = sandbox.control("POST", "faults/randomly", json!({ "fault": hang, "chance": "1" }));
    assert_eq!((response.status, response.message()), (422, "chance: expected a number from 0 to 1, got a string"));
}

#[test]
fn invalid_faults_are_rejected() {
    let mut sandbox = TestSandbox::new();
    let invalid_faults = [
        json!({}),
        json!({ "kind": "flood" }),
        json!({ "kind": "status" }),
        json!({ "kind": "status", "status": 199 }),
        json!({ "kind": "status", "status": 600 }),
        json!({ "kind": "status", "status": 500, "headers": { "a b": "c" } }),
        json!({ "kind": "status", "status": 500, "headers": { "a": "b\r\nc: d" } }),
        json!({ "kind": "status", "status": 500, "headers": { "Content-Length": "1" } }),
        json!({ "kind": "status", "status": 500, "headers": { "transfer-encoding": "chunked" } }),
        json!({ "kind": "status", "status": 500, "headers": { "connection": "upgrade" } }),
        json!({ "kind": "delay", "milliseconds": -1 }),
        json!({ "kind": "delay", "milliseconds": 2_147_483_648_u64 }),
        json!({ "kind": "redirect", "location": "a\nb" }),
        json!({ "kind": "redirect" }),
    ];
    for fault in invalid_faults {
        assert_eq!(sandbox.control("POST", "faults/next", json!({ "fault": fault })).status, 422, "{fault}");
        let random = json!({ "chance": 1, "fault": fault });
        assert_eq!(sandbox.control("POST", "faults/randomly", random).status, 422, "{fault}");
    }
    let hang = json!({ "kind": "hang" });
    for body in [
        json!({ "fault": hang, "times": 0 }),
        json!({ "fault": hang, "times": null }),
        json!({ "fault": hang, "match": { "path": 5 } }),
        json!({ "fault": hang, "match": { "path": { "pattern": "(" } } }),
        json!({ "fault": hang, "matches": {} }),
    ] {
        assert_eq!(sandbox.control("POST", "faults/next", body.clone()).status, 422, "{body}");
    }
    for chance in [json!(-0.1), json!(1.1), json!("1"), json!(null)] {
        let body = json!({ "chance": chance, "fault": hang });
        assert_eq!(sandbox.control("POST", "faults/randomly", body).status, 422, "{chance}");
    }
    assert_eq!(sandbox.control("GET", "faults", Value::Null).body, json!({ "next": [], "randomly": [] }));
}
