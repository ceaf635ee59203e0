use crate::desk::{Desk, SERVICES};
use serde_json::{Value, json};
use verigator_sandbox::http::{Delivery, Manner, Request};

fn add(desk: &mut Desk, fault: Value) {
    assert_eq!(desk.control("POST", "faults/next", json!({ "fault": fault })).status, 204);
}

fn create(desk: &mut Desk) -> Delivery {
    let request = Request::new("POST", SERVICES).with_header("X-Service-Auth", "sandbox:sandbox");
    desk.deliver(&request.with_body(r#"{"fqdn":"a.com","name":"A"}"#))
}

/// Whether the request that met a fault was carried out all the same.
fn was_carried_out(desk: &mut Desk) -> bool {
    create(desk).response().unwrap().status == 409
}

#[test]
fn a_status_fault_answers_in_place_of_the_call() {
    let mut desk = Desk::new();
    let headers = json!({ "Retry-After": "3", "Content-Type": "text/x-odd" });
    add(&mut desk, json!({ "kind": "status", "status": 503, "body": { "message": "down" }, "headers": headers }));
    let delivery = create(&mut desk);
    let response = delivery.response().unwrap();
    assert_eq!((response.status, response.body.as_str()), (503, r#"{"message":"down"}"#));
    assert_eq!((response.header("retry-after"), response.header("content-type")), (Some("3"), Some("text/x-odd")));
    assert!(!was_carried_out(&mut desk));
}

#[test]
fn a_status_fault_without_a_body_has_a_message_and_a_text_goes_out_as_it_is() {
    let mut desk = Desk::new();
    add(&mut desk, json!({ "kind": "status", "status": 500 }));
    assert_eq!(create(&mut desk).response().unwrap().body, r#"{"message":"a fault that was asked for"}"#);
    add(&mut desk, json!({ "kind": "status", "status": 500, "body": "<html>" }));
    assert_eq!(create(&mut desk).response().unwrap().body, "<html>");
    add(&mut desk, json!({ "kind": "status", "status": 204, "body": "never sent" }));
    assert_eq!(create(&mut desk).response().unwrap().body, "");
}

#[test]
fn connection_hang_and_redirect_carry_nothing_out() {
    let mut desk = Desk::new();
    add(&mut desk, json!({ "kind": "connection" }));
    assert_eq!(create(&mut desk).manner, Manner::BrokenConnection);
    add(&mut desk, json!({ "kind": "hang" }));
    assert_eq!(create(&mut desk).manner, Manner::Hang);
    add(&mut desk, json!({ "kind": "redirect", "location": "https://example.com/" }));
    let delivery = create(&mut desk);
    let response = delivery.response().unwrap();
    assert_eq!((response.status, response.header("location")), (302, Some("https://example.com/")));
    assert!(!was_carried_out(&mut desk));
}

#[test]
fn a_delay_carries_the_call_out_and_shows_in_the_record() {
    let mut desk = Desk::new();
    add(&mut desk, json!({ "kind": "delay", "milliseconds": 1500 }));
    let delivery = create(&mut desk);
    assert_eq!((delivery.delay_ms, delivery.response().unwrap().status), (1500, 201));
    assert_eq!(desk.control("GET", "requests", Value::Null).body["requests"][0]["durationMs"], 1500);
    assert!(was_carried_out(&mut desk));
}

#[test]
fn malformed_spoils_the_body_of_a_call_that_was_carried_out() {
    let mut desk = Desk::new();
    add(&mut desk, json!({ "kind": "malformed" }));
    let delivery = create(&mut desk);
    assert_eq!(delivery.response().unwrap().status, 201);
    assert!(serde_json::from_str::<Value>(&delivery.response().unwrap().body).is_err());
    assert!(was_carried_out(&mut desk));
}

#[test]
fn truncated_promises_the_whole_body_and_sends_half() {
    let mut desk = Desk::new();
    add(&mut desk, json!({ "kind": "truncated" }));
    let delivery = create(&mut desk);
    let Manner::Truncated(response, sent_bytes) = &delivery.manner else { panic!("{delivery:?}") };
    assert_eq!(response.header("content-length").unwrap(), response.body.len().to_string());
    assert_eq!(*sent_bytes, response.body.len() / 2);
    assert!(was_carried_out(&mut desk));
}

#[test]
fn a_fault_waits_for_the_method_and_path_that_it_was_set_for() {
    let mut desk = Desk::new();
    let service = desk.service();
    let fault = json!({ "kind": "status", "status": 500 });
    for path in [json!(service), json!({ "pattern": "service/service/", "flags": "" })] {
        let expected = json!({ "fault": fault, "match": { "method": "get", "path": path }, "times": 2 });
        desk.control("POST", "faults/next", expected.clone());
        assert_eq!(desk.control("GET", "faults", Value::Null).body["next"], json!([expected]));
        assert_eq!(desk.call("POST", SERVICES, "{}").status, 422);
        assert_eq!(desk.call("DELETE", &format!("{service}/users/x"), "").status, 404);
        assert_eq!(desk.call("GET", &service, "").status, 500);
        assert_eq!(desk.call("GET", &format!("{service}?query"), "").status, 500);
        assert_eq!(desk.call("GET", &service, "").status, 200);
    }
}

#[test]
fn faults_are_met_in_the_order_in_which_they_were_set() {
    let mut desk = Desk::new();
    for status in [501, 502, 503] {
        add(&mut desk, json!({ "kind": "status", "status": status }));
    }
    let statuses = [(); 4].map(|()| desk.call("GET", SERVICES, "").status);
    assert_eq!(statuses, [501, 502, 503, 405]);
}

#[test]
fn random_faults_come_as_the_seed_draws_them_and_leave_ids_and_pins_alone() {
    let run = |chance: f64| {
        let mut desk = Desk::new();
        desk.control(
            "POST",
            "faults/randomly",
            json!({ "chance": chance, "fault": { "kind": "status", "status": 500 } }),
        );
        let failed = (0..1000).filter(|_| desk.call("GET", SERVICES, "").status == 500).count();
        desk.control("DELETE", "faults", Value::Null);
        (failed, desk.service())
    };
    assert_eq!(run(0.0).0, 0);
    assert_eq!(run(1.0).0, 1000);
    let (failed, service) = run(0.25);
    assert!((200..300).contains(&failed), "{failed}");
    assert_eq!(run(0.25), (failed, service.clone()));
    assert_eq!(run(0.0).1, service);
}

#[test]
fn the_control_api_meets_no_faults() {
    let mut desk = Desk::new();
    desk.control("POST", "faults/randomly", json!({ "chance": 1, "fault": { "kind": "hang" } }));
    assert_eq!(desk.control("GET", "clock", Value::Null).status, 200);
}

#[test]
fn faults_that_cannot_be_played_are_refused() {
    let mut desk = Desk::new();
    let bad_faults = [
        json!({}),
        json!({ "kind": "flood" }),
        json!({ "kind": "status" }),
        json!({ "kind": "status", "status": 199 }),
        json!({ "kind": "status", "status": 600 }),
        json!({ "kind": "status", "status": 500, "headers": { "a b": "c" } }),
        json!({ "kind": "status", "status": 500, "headers": { "a": "b\r\nc: d" } }),
        json!({ "kind": "delay", "milliseconds": -1 }),
        json!({ "kind": "delay", "milliseconds": 2_147_483_648_u64 }),
        json!({ "kind": "redirect", "location": "a\nb" }),
        json!({ "kind": "redirect" }),
    ];
    for fault in bad_faults {
        assert_eq!(desk.control("POST", "faults/next", json!({ "fault": fault })).status, 422, "{fault}");
        let random = json!({ "chance": 1, "fault": fault });
        assert_eq!(desk.control("POST", "faults/randomly", random).status, 422, "{fault}");
    }
    let hang = json!({ "kind": "hang" });
    for body in [
        json!({ "fault": hang, "times": 0 }),
        json!({ "fault": hang, "times": null }),
        json!({ "fault": hang, "match": { "path": 5 } }),
        json!({ "fault": hang, "match": { "path": { "pattern": "(" } } }),
        json!({ "fault": hang, "matches": {} }),
    ] {
        assert_eq!(desk.control("POST", "faults/next", body.clone()).status, 422, "{body}");
    }
    for chance in [json!(-0.1), json!(1.1), json!("1"), json!(null)] {
        let body = json!({ "chance": chance, "fault": hang });
        assert_eq!(desk.control("POST", "faults/randomly", body).status, 422, "{chance}");
    }
    assert_eq!(desk.control("GET", "faults", Value::Null).body, json!({ "next": [], "randomly": [] }));
}
