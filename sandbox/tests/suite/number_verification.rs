use crate::harness::TestSandbox;
use serde_json::{Value, json};
use verigator_sandbox::http::Request;

const CREDENTIALS: &str = "username=sandbox&password=sandbox";
const NUMBER: &str = "+46701740605";

/// Sends a POST with the account's credentials and these parameters, and returns the reply.
#[track_caller]
fn post(sandbox: &mut TestSandbox, path: &str, parameters: &str) -> String {
    reply(sandbox, &Request::new("POST", &format!("{path}?{CREDENTIALS}&{parameters}")))
}

/// Returns the reply to a request, which is always text with status 200.
#[track_caller]
fn reply(sandbox: &mut TestSandbox, request: &Request) -> String {
    let delivery = sandbox.deliver(request);
    let response = delivery.response().unwrap();
    assert_eq!((response.status, response.header("content-type")), (200, Some("text/plain")));
    response.body.clone()
}

#[track_caller]
fn start(sandbox: &mut TestSandbox, parameters: &str) -> String {
    let reply = post(sandbox, "/verify/start", &format!("to=%2B46701740605&{parameters}"));
    reply.strip_prefix("OK ").unwrap_or_else(|| panic!("expected OK and an id, got {reply}")).to_owned()
}

fn verify(sandbox: &mut TestSandbox, id: &str, pin: &str) -> String {
    post(sandbox, "/verify/pin", &format!("verification_id={id}&pin={pin}"))
}

fn messages(sandbox: &mut TestSandbox) -> Vec<Value> {
    sandbox.control("GET", "inbox", Value::Null).body["messages"].as_array().unwrap().clone()
}

fn last_pin(sandbox: &mut TestSandbox) -> String {
    messages(sandbox).last().unwrap()["pin"].as_str().unwrap().to_owned()
}

fn wrong(pin: &str) -> String {
    pin.bytes().map(|digit| char::from(b'0' + (digit - b'0' + 1) % 10)).collect()
}

fn advance(sandbox: &mut TestSandbox, milliseconds: i64) {
    sandbox.control("POST", "clock/advance", json!({ "milliseconds": milliseconds }));
}

#[test]
fn a_start_sends_the_template_with_the_pin_and_the_right_pin_verifies() {
    let mut sandbox = TestSandbox::new();
    let id = start(&mut sandbox, "template=Code+%3CPIN%3E%2C+again+%3CPIN%3E&from=Verify&pin_length=6&max_tries=1");
    let message = messages(&mut sandbox).remove(0);
    let pin = last_pin(&mut sandbox);
    assert_eq!(pin.len(), 6);
    assert_eq!(message["text"], format!("Code {pin}, again {pin}"));
    assert_eq!((&message["to"], &message["service"]), (&json!(NUMBER), &json!("Verify")));
    assert_eq!(verify(&mut sandbox, &id, &wrong(&pin)), "INVALID");
    assert_eq!(verify(&mut sandbox, &id, &pin), "VERIFIED");
}

#[test]
fn the_defaults_are_those_of_the_openapi_document() {
    let mut sandbox = TestSandbox::new();
    start(&mut sandbox, "");
    let message = messages(&mut sandbox).remove(0);
    let pin = last_pin(&mut sandbox);
    assert_eq!(pin.len(), 4);
    assert_eq!(message["text"], format!("Your Verification PIN code is {pin}"));
    assert_eq!(message["service"], "Verigator");
}

#[test]
fn a_right_pin_ends_the_verification() {
    let mut sandbox = TestSandbox::new();
    let id = start(&mut sandbox, "max_tries=1");
    let pin = last_pin(&mut sandbox);
    verify(&mut sandbox, &id, &pin);
    assert_eq!(verify(&mut sandbox, &id, &pin), "ERROR 110");
}

#[test]
fn get_and_post_every_spelling_of_the_path_and_a_form_are_the_same() {
    let query = format!("{CREDENTIALS}&to=%2B46701740605");
    for (method, path) in [
        ("POST", "/verify/start"),
        ("GET", "/verify/start"),
        ("POST", "/verify/start/"),
        ("POST", "//verify/start"),
        ("POST", "/v1/verify/start"),
        ("POST", "/v1//verify//start/"),
    ] {
        let mut sandbox = TestSandbox::new();
        let reply = reply(&mut sandbox, &Request::new(method, &format!("{path}?{query}")));
        assert!(reply.starts_with("OK vid"), "{method} {path}: {reply}");
    }
    let form = Request::new("POST", "/verify/start")
        .with_header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
        .with_body(query);
    assert!(reply(&mut TestSandbox::new(), &form).starts_with("OK vid"));
}

#[test]
fn another_method_is_not_allowed() {
    let request = Request::new("PUT", &format!("/verify/start?{CREDENTIALS}"));
    let delivery = TestSandbox::new().deliver(&request);
    assert_eq!(delivery.response().unwrap().status, 405);
}

#[test]
fn of_a_repeated_parameter_the_first_that_is_not_empty_counts() {
    let mut sandbox = TestSandbox::new();
    let query = "username=&username=sandbox&password=sandbox&to=%2B46701740605&username=other&password=";
    let reply = reply(&mut sandbox, &Request::new("POST", &format!("/verify/start?{query}")));
    assert!(reply.starts_with("OK vid"), "{reply}");
}

#[test]
fn a_number_may_lack_its_plus_or_have_it_unencoded() {
    for to in ["46701740605", "+46701740605", "%2B46701740605"] {
        let mut sandbox = TestSandbox::new();
        let reply = post(&mut sandbox, "/verify/start", &format!("to={to}"));
        assert!(reply.starts_with("OK vid"), "{to}: {reply}");
        assert_eq!(messages(&mut sandbox)[0]["to"], NUMBER);
    }
}

#[test]
fn unknown_parameters_an_empty_number_with_a_pin_and_an_empty_json_body_are_ignored() {
    let mut sandbox = TestSandbox::new();
    let id = start(&mut sandbox, "max_tries=1&unknown=1");
    let request = Request::new("POST", &format!("/verify/pin?{CREDENTIALS}&verification_id={id}&pin=0&to="));
    assert_eq!(reply(&mut sandbox, &request.with_header("Content-Type", "application/json")), "INVALID");
}

#[test]
fn each_error_has_its_code() {
    let mut sandbox = TestSandbox::new();
    let wrong_credentials = Request::new("POST", "/verify/start?username=sandbox&password=wrong&to=%2B46701740605");
    assert_eq!(reply(&mut sandbox, &wrong_credentials), "ERROR 101");
    assert_eq!(reply(&mut sandbox, &Request::new("POST", "/verify/start")), "ERROR 101");
    for (parameters, code) in [
        ("", "ERROR 102"),
        ("to=123", "ERROR 102"),
        ("to=%2B46701740605&pin_length=3", "ERROR 102"),
        ("to=%2B46701740605&pin_length=17", "ERROR 102"),
        ("to=%2B46701740605&validity=1801", "ERROR 102"),
        ("to=%2B46701740605&max_tries=0", "ERROR 102"),
        ("to=%2B46701740605&template=no+placeholder", "ERROR 109"),
        ("to=%2B46701740605&template=%3Cpin%3E", "ERROR 109"),
        ("to=%2B46701740605&from=Unknown", "ERROR 111"),
    ] {
        assert_eq!(post(&mut sandbox, "/verify/start", parameters), code, "{parameters}");
    }
    assert_eq!(verify(&mut sandbox, "vid00000000000009", "1234"), "ERROR 110");
    assert_eq!(post(&mut sandbox, "/verify/pin", "pin=1234"), "ERROR 102");
    assert_eq!(messages(&mut sandbox).len(), 0);
}

#[test]
fn a_template_has_at_most_670_characters() {
    let mut sandbox = TestSandbox::new();
    for (length, is_accepted) in [(670, true), (671, false)] {
        let template = format!("{}%3CPIN%3E", "a".repeat(length - "<PIN>".len()));
        let reply = post(&mut sandbox, "/verify/start", &format!("to=%2B46701740605&template={template}"));
        assert_eq!(reply == "ERROR 102", !is_accepted, "{length}: {reply}");
    }
}

#[test]
fn a_sender_has_to_be_activated() {
    let mut sandbox = TestSandbox::with(json!({ "senders": ["Shop"] }));
    start(&mut sandbox, "from=Shop");
    assert_eq!(messages(&mut sandbox)[0]["service"], "Shop");
}

#[test]
fn a_verification_belongs_to_the_account_that_started_it() {
    let mut sandbox = TestSandbox::with(json!({ "accounts": { "other": "secret" } }));
    let id = start(&mut sandbox, "max_tries=1");
    let query = format!("username=other&password=secret&verification_id={id}&pin={}", last_pin(&mut sandbox));
    assert_eq!(reply(&mut sandbox, &Request::new("POST", &format!("/verify/pin?{query}"))), "ERROR 110");
}

#[test]
fn a_pin_expires_after_its_validity() {
    let mut sandbox = TestSandbox::new();
    let id = start(&mut sandbox, "validity=60&max_tries=1");
    let pin = last_pin(&mut sandbox);
    advance(&mut sandbox, 59_999);
    assert_eq!(verify(&mut sandbox, &id, &wrong(&pin)), "INVALID");
    advance(&mut sandbox, 1);
    assert_eq!(verify(&mut sandbox, &id, &pin), "EXPIRED");
}

#[test]
fn too_many_wrong_pins_are_throttled_and_so_is_the_right_one() {
    let mut sandbox = TestSandbox::with(json!({ "maxAttempts": 3 }));
    let id = start(&mut sandbox, "max_tries=1");
    let pin = last_pin(&mut sandbox);
    let replies: Vec<_> = (0..4).map(|_| verify(&mut sandbox, &id, &wrong(&pin))).collect();
    assert_eq!(replies, ["INVALID", "INVALID", "INVALID", "THROTTLED"]);
    assert_eq!(verify(&mut sandbox, &id, &pin), "THROTTLED");
}

#[test]
fn an_earlier_verification_stays_valid_beside_a_new_one() {
    let mut sandbox = TestSandbox::new();
    let first = start(&mut sandbox, "max_tries=1");
    let pin = last_pin(&mut sandbox);
    start(&mut sandbox, "max_tries=1");
    assert_eq!(verify(&mut sandbox, &first, &pin), "VERIFIED");
}

#[test]
fn the_api_sends_again_by_itself_until_its_tries_are_used_up() {
    let mut sandbox = TestSandbox::new();
    start(&mut sandbox, "max_tries=3&retry_delay=30");
    advance(&mut sandbox, 29_999);
    assert_eq!(messages(&mut sandbox).len(), 1);
    advance(&mut sandbox, 1);
    assert_eq!(messages(&mut sandbox).len(), 2);
    advance(&mut sandbox, 200_000);
    let messages = messages(&mut sandbox);
    let times: Vec<_> = messages.iter().map(|message| message["sentAt"].as_str().unwrap()).collect();
    assert_eq!(times, ["2026-01-01T00:00:00.000Z", "2026-01-01T00:00:30.000Z", "2026-01-01T00:01:00.000Z"]);
    assert!(messages.iter().all(|message| message["pin"] == messages[0]["pin"]));
}

#[test]
fn by_default_the_api_sends_a_second_message_after_30_seconds() {
    let mut sandbox = TestSandbox::new();
    start(&mut sandbox, "");
    advance(&mut sandbox, 280_000);
    assert_eq!(messages(&mut sandbox).len(), 2);
}

#[test]
fn a_right_pin_ends_the_sending() {
    let mut sandbox = TestSandbox::new();
    let id = start(&mut sandbox, "max_tries=2");
    let pin = last_pin(&mut sandbox);
    verify(&mut sandbox, &id, &pin);
    advance(&mut sandbox, 60_000);
    assert_eq!(messages(&mut sandbox).len(), 1);
}

#[test]
fn nothing_is_sent_after_the_validity() {
    let mut sandbox = TestSandbox::new();
    start(&mut sandbox, "max_tries=5&retry_delay=30&validity=60");
    advance(&mut sandbox, 600_000);
    assert_eq!(messages(&mut sandbox).len(), 2);
}

#[test]
fn a_device_that_was_verified_with_its_cookie_gets_no_message_for_the_same_number() {
    let mut sandbox = TestSandbox::new();
    let id = start(&mut sandbox, "max_tries=1&cookie=c1");
    let pin = last_pin(&mut sandbox);
    post(&mut sandbox, "/verify/pin", &format!("verification_id={id}&pin={pin}&cookie=c1"));
    assert_eq!(post(&mut sandbox, "/verify/start", "to=%2B46701740605&cookie=c1"), "VERIFIED");
    assert_eq!(messages(&mut sandbox).len(), 1);
    for parameters in ["to=%2B46701740605&cookie=c2", "to=%2B46701740606&cookie=c1", "to=%2B46701740605"] {
        assert!(post(&mut sandbox, "/verify/start", parameters).starts_with("OK "), "{parameters}");
    }
}

#[test]
fn magic_numbers_select_replies_and_send_nothing() {
    let mut sandbox = TestSandbox::new();
    for (number, expected) in
        [("999000000101", "ERROR 101"), ("999000000209", "FAILED 209"), ("999000001209", "ERROR 209")]
    {
        assert_eq!(post(&mut sandbox, "/verify/start", &format!("to=%2B{number}")), expected);
    }
    assert_eq!(messages(&mut sandbox).len(), 0);
}

#[test]
fn the_magic_pins_of_the_other_api_apply_too() {
    let mut sandbox = TestSandbox::new();
    let id = start(&mut sandbox, "max_tries=1");
    assert_eq!(verify(&mut sandbox, &id, "000000000003"), "EXPIRED");
    assert_eq!(verify(&mut sandbox, &id, "000000000004"), "THROTTLED");
    assert_eq!(verify(&mut sandbox, &id, "000000000001"), "VERIFIED");
}

#[test]
fn fixed_pins_and_faults_apply_to_both_apis() {
    let mut sandbox = TestSandbox::with(json!({ "pins": { NUMBER: "123456" } }));
    sandbox.control("POST", "faults/next", json!({ "fault": { "kind": "status", "status": 503 } }));
    let request = Request::new("POST", &format!("/verify/start?{CREDENTIALS}&to=%2B46701740605"));
    assert_eq!(sandbox.deliver(&request).response().unwrap().status, 503);
    let id = start(&mut sandbox, "max_tries=1");
    assert_eq!(verify(&mut sandbox, &id, "123456"), "VERIFIED");
}

#[test]
fn verifications_and_devices_survive_a_snapshot() {
    let mut sandbox = TestSandbox::new();
    let id = start(&mut sandbox, "max_tries=2&cookie=c1");
    let pin = last_pin(&mut sandbox);
    let snapshot = sandbox.control("GET", "snapshot", Value::Null).body;
    let mut restored = TestSandbox::new();
    assert_eq!(restored.control("PUT", "snapshot", snapshot).status, 204);
    advance(&mut restored, 30_000);
    assert_eq!(messages(&mut restored).len(), 2);
    assert_eq!(post(&mut restored, "/verify/pin", &format!("verification_id={id}&pin={pin}&cookie=c1")), "VERIFIED");
    assert_eq!(post(&mut restored, "/verify/start", "to=%2B46701740605&cookie=c1"), "VERIFIED");
}

#[test]
fn requests_are_recorded_without_their_query() {
    let mut sandbox = TestSandbox::new();
    start(&mut sandbox, "");
    let requests = sandbox.control("GET", "requests", Value::Null).body.to_string();
    assert!(requests.contains("/verify/start") && !requests.contains("sandbox&") && !requests.contains("46701740605"));
}

#[test]
fn spaces_have_their_own_verifications() {
    let mut sandbox = TestSandbox::new();
    let id = start(&mut sandbox, "max_tries=1");
    let pin = last_pin(&mut sandbox);
    let path = format!("/spaces/other/verify/pin?{CREDENTIALS}&verification_id={id}&pin={pin}");
    assert_eq!(reply(&mut sandbox, &Request::new("POST", &path)), "ERROR 110");
}

#[test]
fn messages_have_their_encoding_and_segments() {
    let mut sandbox = TestSandbox::new();
    start(&mut sandbox, "max_tries=1&template=%3CPIN%3E+%E2%82%AC");
    start(&mut sandbox, "max_tries=1&template=%3CPIN%3E+%D1%8F");
    let billed: Vec<_> =
        messages(&mut sandbox).iter().map(|message| json!([message["encoding"], message["segments"]])).collect();
    assert_eq!(billed, [json!(["GSM-7", 1]), json!(["UCS-2", 1])]);
}
