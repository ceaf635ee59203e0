//! What is sent and what comes back, call by call.

use verigator::{Service, Verigator};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::client::scripted::{client, json, rejected, resolved};

const NONE: JsValue = JsValue::UNDEFINED;

/// A fetch that notes each request and answers it with the JSON given.
fn answering(answer: &str) -> String {
    format!(
        "calls.push([init.method, url, init.body ?? null, init.headers.get('X-Service-Auth')].join(' '));
         return Promise.resolve(new Response('{answer}', {{ status: 201 }}));"
    )
}

fn service(verigator: &Verigator) -> Service {
    verigator.service(&"s1".into()).unwrap()
}

#[wasm_bindgen_test]
async fn creating_a_service_sends_its_names_and_gives_it_with_its_fields() {
    let (verigator, calls) = client(&answering(r#"{"id":"s1","name":"Coffee","ctime":"2017-03-01T10:00:00Z"}"#));
    let created = resolved(verigator.create_service(&"Coffee".into(), &"example.com".into(), &NONE)).await;
    assert_eq!(created, r#"{"id":"s1","name":"Coffee","ctime":"2017-03-01T10:00:00Z"}"#);
    let sent = r#"POST http://localhost/v1/service/service {"fqdn":"example.com","name":"Coffee"} username:password"#;
    assert_eq!(calls.get(0), sent);
}

#[wasm_bindgen_test]
async fn listing_users_gives_them_in_the_servers_order() {
    let answer = r#"{"total":2,"users":[{"id":"u2","id_in_service":"b","ctime":"x"},{"id":"u1","id_in_service":"a","ctime":"y"}]}"#;
    let (verigator, _) = client(&answering(answer));
    let users = resolved(service(&verigator).get_users(&NONE)).await;
    assert_eq!(users, r#"[{"id":"u2","username":"b","ctime":"x"},{"id":"u1","username":"a","ctime":"y"}]"#);
}

#[wasm_bindgen_test]
async fn starting_by_app_says_when_the_service_fell_back_to_sms() {
    let (verigator, calls) = client(&answering(r#"{"method":"sms"}"#));
    let user = service(&verigator).user(&"u1".into()).unwrap();
    assert_eq!(resolved(user.authenticate_using_totp(&NONE)).await, r#"{"method":"sms","requestedMethod":"totp"}"#);
    let sent = r#"POST http://localhost/v1/service/service/s1/users/u1/auth {"method":"totp"} username:password"#;
    assert_eq!(calls.get(0), sent);
}

#[wasm_bindgen_test]
async fn a_wrong_pin_resolves_with_its_reason_and_the_servers_status() {
    let answer = r#"{"method":"sms","verified":false,"status":{"expired":true,"invalid":false,"result":"INVALID"}}"#;
    let (verigator, _) = client(&answering(answer));
    let user = service(&verigator).user(&"u1".into()).unwrap();
    let refused = r#"{"verified":false,"method":"sms","reason":"expired","status":{"expired":true,"invalid":false,"result":"INVALID"}}"#;
    assert_eq!(resolved(user.verify_pin(&"0042".into(), &NONE)).await, refused);
}

#[wasm_bindgen_test]
async fn a_delete_resolves_with_nothing_whatever_its_body() {
    for body in ["", "{}", "<html>"] {
        let (verigator, _) = client(&answering(body));
        assert!(wasm_bindgen_futures::JsFuture::from(service(&verigator).delete(&NONE)).await.unwrap().is_undefined());
    }
}

#[wasm_bindgen_test]
async fn a_call_goes_on_when_its_object_is_freed() {
    let (verigator, _) = client(&answering(r#"{"method":"totp"}"#));
    let user = service(&verigator).user(&"u1".into()).unwrap();
    let promise = user.authenticate_using_totp(&NONE);
    drop((user, verigator));
    assert_eq!(resolved(promise).await, r#"{"method":"totp","requestedMethod":"totp"}"#);
}

#[wasm_bindgen_test]
async fn an_error_says_what_the_server_said_and_what_to_do() {
    let (verigator, _) =
        client("return new Response('{\"message\":\"no user\"}', { status: 404, headers: { 'x-request-id': 'r1' } })");
    let user = service(&verigator).user(&"u1".into()).unwrap();
    let error = wasm_bindgen_futures::JsFuture::from(user.verify_pin(&"0042".into(), &NONE)).await.unwrap_err();
    assert_eq!(
        json(&error),
        r#"{"name":"NoSuchResourceError","message":"verifyPin: the resource does not exist (PUT /v1/service/service/s1/users/u1/auth responded with 404: \"no user\"); check the ids, and start an authentication first","code":"no_such_resource","retryable":false,"attempts":1,"operation":"verifyPin","status":404,"serverMessage":"no user","requestId":"r1"}"#
    );
}

#[wasm_bindgen_test]
async fn a_field_that_is_missing_is_named() {
    let (verigator, _) = client(&answering(r#"{"id":"s1","name":"Coffee"}"#));
    let message = rejected(verigator.get_service(&"s1".into(), &NONE), "message").await;
    let expected = "getService: the response does not have the expected form (GET /v1/service/service/s1: expected the field ctime to be a string, got nothing)";
    assert_eq!(message, expected);
}
