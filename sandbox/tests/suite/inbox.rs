use crate::desk::Desk;
use serde_json::{Value, json};

fn texts(list: &Value) -> Vec<&str> {
    list["messages"].as_array().unwrap().iter().map(|message| message["pin"].as_str().unwrap()).collect()
}

#[test]
fn messages_are_listed_for_all_numbers_or_one_however_it_is_written() {
    let mut desk = Desk::new();
    let service = desk.service();
    let ann = desk.user(&service, "ann", "+3725555555") + "/auth";
    let ben = desk.user(&service, "ben", "+3726666666") + "/auth";
    let pins = [desk.start_sms(&ann), desk.start_sms(&ben), desk.start_sms(&ann)];
    assert_eq!(texts(&desk.control("GET", "inbox", Value::Null).body), pins);
    for number in ["%2B3725555555", "+3725555555", "%2B372%20(555)%205-555", "%2b372+555+5555"] {
        let answer = desk.control("GET", &format!("inbox?to={number}"), Value::Null);
        assert_eq!(texts(&answer.body), [&pins[0], &pins[2]].map(String::as_str), "{number}");
    }
    assert_eq!(desk.control("GET", "inbox?to=%2B3727777777", Value::Null).body, json!({ "messages": [] }));
    assert_eq!(desk.control("GET", "inbox?to=everybody", Value::Null).status, 422);
}

#[test]
fn each_message_is_taken_once_and_stays_in_the_list() {
    let mut desk = Desk::new();
    let authentication = desk.authentication();
    let take =
        |desk: &mut Desk| desk.control("POST", "inbox/next", json!({ "to": "+372 5555555" })).body["message"].clone();
    assert_eq!(take(&mut desk), Value::Null);
    let pins = [desk.start_sms(&authentication), desk.start_sms(&authentication)];
    assert_eq!(take(&mut desk)["pin"], pins[0]);
    assert_eq!(take(&mut desk)["pin"], pins[1]);
    assert_eq!(take(&mut desk), Value::Null);
    assert_eq!(texts(&desk.control("GET", "inbox", Value::Null).body), pins);
}

#[test]
fn a_cleared_inbox_is_empty_and_its_pins_still_good() {
    let mut desk = Desk::new();
    let authentication = desk.authentication();
    let pin = desk.start_sms(&authentication);
    assert_eq!(desk.control("DELETE", "inbox", Value::Null).status, 204);
    assert_eq!(desk.control("GET", "inbox", Value::Null).body, json!({ "messages": [] }));
    assert_eq!(desk.control("POST", "inbox/next", json!({ "to": "+3725555555" })).body["message"], Value::Null);
    assert_eq!(desk.verify(&authentication, &pin), "verified");
}

#[test]
fn an_fqdn_that_is_an_address_is_shortened_to_its_host_in_the_text() {
    let mut desk = Desk::new();
    let service = desk.service_of("sandbox:sandbox", "http://example.com/login");
    let authentication = desk.user(&service, "ann", "+3725555555") + "/auth";
    let pin = desk.start_sms(&authentication);
    let text = desk.control("GET", "inbox", Value::Null).body["messages"][0]["text"].clone();
    assert!(text.as_str().unwrap().ends_with(&format!("\n@example.com #{pin}")), "{text}");
}
