//! Every call settles, whatever a custom fetch does.

use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::client::fixtures::{client, client_with_timeout, rejected};

/// Asserts that a call fails with this error code if its fetch is the script.
async fn assert_fails(script: &str, code: &str) {
    let (verigator, _) = client(script);
    let promise = verigator.get_service(&"s1".into(), &JsValue::UNDEFINED);
    assert_eq!(rejected(promise, "code").await, code, "{script}");
}

#[wasm_bindgen_test]
async fn a_fetch_that_throws_or_rejects_is_a_connection_error() {
    for script in [
        "throw new Error('no')",
        "throw 'no'",
        "return Promise.reject(new TypeError('Failed to fetch'))",
        "return Promise.reject('no')",
        "return Promise.reject(null)",
        "return Promise.reject()",
        "return Promise.reject({ get message() { throw 1 }, get code() { throw 2 } })",
        "return { then() { throw new Error('no') } }",
        "return { get then() { throw new Error('no') } }",
    ] {
        assert_fails(script, "connection").await;
    }
}

#[wasm_bindgen_test]
async fn a_value_that_is_not_a_response_is_an_invalid_response() {
    for script in [
        "",
        "return 'yes'",
        "return Promise.resolve(null)",
        "return Promise.resolve({})",
        "return Promise.resolve({ status: '200' })",
        "return Promise.resolve({ get status() { throw new Error('no') } })",
        "return Promise.resolve(new Proxy(new Response('{}'), {}))",
    ] {
        assert_fails(script, "invalid_response").await;
    }
}

#[wasm_bindgen_test]
async fn a_body_that_is_not_json_is_an_invalid_response() {
    for body in ["''", "'<html>'", "'[]'", "'null'", "'['.repeat(100000)", "new Uint8Array([0xff, 0xfe])", "'{\"a\":1'"]
    {
        assert_fails(&format!("return Promise.resolve(new Response({body}))"), "invalid_response").await;
    }
}

#[wasm_bindgen_test]
async fn an_endless_body_is_rejected_after_1_mib() {
    let endless = "const pull = (controller) => controller.enqueue(new Uint8Array(1 << 16));
        return Promise.resolve(new Response(new ReadableStream({ pull })))";
    assert_fails(endless, "invalid_response").await;
}

#[wasm_bindgen_test]
async fn a_body_that_fails_is_a_connection_error() {
    let failing = "const pull = (controller) => controller.error('no');
        return Promise.resolve(new Response(new ReadableStream({ pull })))";
    assert_fails(failing, "connection").await;
}

#[wasm_bindgen_test]
async fn a_locked_body_is_an_invalid_response() {
    let locked = "const response = new Response('{}'); response.body.getReader(); return Promise.resolve(response)";
    assert_fails(locked, "invalid_response").await;
}

#[wasm_bindgen_test]
async fn a_response_that_never_arrives_is_a_timeout() {
    for script in [
        "return new Promise(() => {})",
        "return { then() {} }",
        "return Promise.resolve(new Response(new ReadableStream({})))",
    ] {
        let (verigator, _) = client_with_timeout(script, 50);
        let promise = verigator.get_service(&"s1".into(), &JsValue::UNDEFINED);
        assert_eq!(rejected(promise, "code").await, "timeout", "{script}");
    }
}
