//! The request and the result of each call.

use js_sys::Array;
use verigator::{Service, Verigator};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::client::fixtures::{client, json, object, rejected, resolved, texts};

const NONE: JsValue = JsValue::UNDEFINED;

/// Returns a fetch that records each request and responds with the JSON.
fn responding_with(json: &str) -> String {
    format!(
        "calls.push([init.method, url, init.body ?? null, init.headers.get('X-Service-Auth')].join(' '));
         return Promise.resolve(new Response('{json}', {{ status: 201 }}));"
    )
}

fn service(verigator: &Verigator) -> Service {
    verigator.service(&"s1".into()).unwrap()
}

#[wasm_bindgen_test]
async fn create_service_sends_its_names_and_resolves_to_the_service() {
    let (verigator, calls) = client(&responding_with(r#"{"id":"s1","name":"Coffee","ctime":"2017-03-01T10:00:00Z"}"#));
    let created = object(verigator.create_service(&"Coffee".into(), &"example.com".into(), &NONE)).await;
    assert_eq!(texts(&created, ["id", "name", "ctime"]), ["s1", "Coffee", "2017-03-01T10:00:00Z"]);
    let sent = r#"POST http://localhost/v1/service/service {"fqdn":"example.com","name":"Coffee"} username:password"#;
    assert_eq!(calls.get(0), sent);
}

#[wasm_bindgen_test]
async fn get_users_keeps_the_order_of_the_server() {
    let response = r#"{"total":2,"users":[{"id":"u2","id_in_service":"b","ctime":"x"},{"id":"u1","id_in_service":"a","ctime":"y"}]}"#;
    let (verigator, _) = client(&responding_with(response));
    let users = object(service(&verigator).get_users(&NONE)).await;
    let users: Vec<_> = Array::from(&users).iter().map(|user| texts(&user, ["id", "username", "ctime"])).collect();
    assert_eq!(users, [["u2", "b", "x"], ["u1", "a", "y"]]);
}

#[wasm_bindgen_test]
async fn starting_by_totp_reports_a_fallback_to_sms() {
    let (verigator, calls) = client(&responding_with(r#"{"method":"sms"}"#));
    let user = service(&verigator).user(&"u1".into()).unwrap();
    assert_eq!(resolved(user.authenticate_using_totp(&NONE)).await, r#"{"method":"sms","requestedMethod":"totp"}"#);
    let sent = r#"POST http://localhost/v1/service/service/s1/users/u1/auth {"method":"totp"} username:password"#;
    assert_eq!(calls.get(0), sent);
}

#[wasm_bindgen_test]
async fn a_wrong_pin_resolves_to_not_verified_with_the_reason_and_status() {
    let response = r#"{"method":"sms","verified":false,"status":{"expired":true,"invalid":false,"result":"INVALID"}}"#;
    let (verigator, _) = client(&responding_with(response));
    let user = service(&verigator).user(&"u1".into()).unwrap();
    let rejected = r#"{"verified":false,"method":"sms","reason":"expired","status":{"expired":true,"invalid":false,"result":"INVALID"}}"#;
    assert_eq!(resolved(user.verify_pin(&"0042".into(), &NONE)).await, rejected);
}

#[wasm_bindgen_test]
async fn a_delete_resolves_to_undefined_whatever_the_body() {
    for body in ["", "{}", "<html>"] {
        let (verigator, _) = client(&responding_with(body));
        assert!(wasm_bindgen_futures::JsFuture::from(service(&verigator).delete(&NONE)).await.unwrap().is_undefined());
    }
}

#[wasm_bindgen_test]
async fn a_pending_call_settles_after_its_object_is_freed() {
    let (verigator, _) = client(&responding_with(r#"{"method":"totp"}"#));
    let user = service(&verigator).user(&"u1".into()).unwrap();
    let promise = user.authenticate_using_totp(&NONE);
    drop((user, verigator));
    assert_eq!(resolved(promise).await, r#"{"method":"totp","requestedMethod":"totp"}"#);
}

#[wasm_bindgen_test]
async fn an_error_has_the_message_of_the_server_and_a_hint() {
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
async fn the_error_of_an_incomplete_response_names_the_missing_field() {
    let (verigator, _) = client(&responding_with(r#"{"id":"s1","ctime":"2017-03-01T10:00:00Z"}"#));
    let message = rejected(verigator.get_service(&"s1".into(), &NONE), "message").await;
    let expected = "getService: the response does not have the expected form (GET /v1/service/service/s1: expected the field name to be a string, got nothing)";
    assert_eq!(message, expected);
}
