use crate::harness::TestSandbox;
use serde_json::{Value, json};
use verigator_sandbox::http::{DeliveryMode, Request};

fn texts(list: &Value) -> Vec<&str> {
    list["messages"].as_array().unwrap().iter().map(|message| message["pin"].as_str().unwrap()).collect()
}

#[test]
fn messages_are_listed_for_all_numbers_or_one_in_any_notation() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service();
    let ann = sandbox.user(&service, "ann", "+3725555555") + "/auth";
    let ben = sandbox.user(&service, "ben", "+3726666666") + "/auth";
    let pins = [sandbox.start_sms(&ann), sandbox.start_sms(&ben), sandbox.start_sms(&ann)];
    assert_eq!(texts(&sandbox.control("GET", "inbox", Value::Null).body), pins);
    for number in ["%2B3725555555", "+3725555555", "%2B372%20(555)%205-555", "%2b372+555+5555"] {
        let response = sandbox.control("GET", &format!("inbox?to={number}"), Value::Null);
        assert_eq!(texts(&response.body), [&pins[0], &pins[2]].map(String::as_str), "{number}");
    }
    assert_eq!(sandbox.control("GET", "inbox?to=%2B3727777777", Value::Null).body, json!({ "messages": [] }));
    assert_eq!(sandbox.control("GET", "inbox?to=everybody", Value::Null).status, 422);
}

#[test]
fn each_message_is_claimed_once_and_stays_listed() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    let take = |sandbox: &mut TestSandbox| {
        sandbox.control("POST", "inbox/next", json!({ "to": "+372 5555555" })).body["message"].clone()
    };
    assert_eq!(take(&mut sandbox), Value::Null);
    let pins = [sandbox.start_sms(&authentication), sandbox.start_sms(&authentication)];
    assert_eq!(take(&mut sandbox)["pin"], pins[0]);
    assert_eq!(take(&mut sandbox)["pin"], pins[1]);
    assert_eq!(take(&mut sandbox), Value::Null);
    assert_eq!(texts(&sandbox.control("GET", "inbox", Value::Null).body), pins);
}

#[test]
fn clearing_the_inbox_keeps_the_pins_valid() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    let pin = sandbox.start_sms(&authentication);
    assert_eq!(sandbox.control("DELETE", "inbox", Value::Null).status, 204);
    assert_eq!(sandbox.control("GET", "inbox", Value::Null).body, json!({ "messages": [] }));
    assert_eq!(sandbox.control("POST", "inbox/next", json!({ "to": "+3725555555" })).body["message"], Value::Null);
    assert_eq!(sandbox.verify(&authentication, &pin), "verified");
}

#[test]
fn the_sms_contains_only_the_host_of_an_fqdn_that_is_a_url() {
    let mut sandbox = TestSandbox::new();
    let service = sandbox.service_of("sandbox:sandbox", "http://example.com/login");
    let authentication = sandbox.user(&service, "ann", "+3725555555") + "/auth";
    let pin = sandbox.start_sms(&authentication);
    let text = sandbox.control("GET", "inbox", Value::Null).body["messages"][0]["text"].clone();
    assert!(text.as_str().unwrap().ends_with(&format!("\n@example.com #{pin}")), "{text}");
}

#[test]
fn waiting_for_a_message_claims_it_or_waits_on_the_server() {
    let mut sandbox = TestSandbox::new();
    let authentication = sandbox.authentication();
    let target = "/_sandbox/inbox/next?to=%2B3725555555&waitMs=60000";
    let delivery = sandbox.deliver(&Request::new("GET", target));
    let DeliveryMode::Wait(response, 60_000) = &delivery.mode else { panic!("{delivery:?}") };
    assert_eq!(response.body, r#"{"message":null}"#);
    let pin = sandbox.start_sms(&authentication);
    assert_eq!(
        sandbox.control("GET", "inbox/next?to=%2B3725555555&waitMs=60000", Value::Null).body["message"]["pin"],
        pin
    );
    assert_eq!(sandbox.control("GET", "inbox/next?to=%2B3725555555", Value::Null).body["message"], Value::Null);
}

#[test]
fn waiting_requires_a_phone_number_and_at_most_a_minute() {
    let mut sandbox = TestSandbox::new();
    for query in
        ["", "?to=5555", "?to=%2B3725555555&waitMs=60001", "?to=%2B3725555555&waitMs=-1", "?to=%2B3725555555&waitMs="]
    {
        assert_eq!(sandbox.control("GET", &format!("inbox/next{query}"), Value::Null).status, 422, "{query}");
    }
}
