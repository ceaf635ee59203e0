//! Every promise settles, whatever fetch does.

use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::client::scripted::{client, rejected};

/// The code of the error that the call ends with when fetch is the script.
async fn ends_with(script: &str, code: &str) {
    let (verigator, _) = client(script);
    let promise = verigator.get_service(&"s1".into(), &JsValue::UNDEFINED);
    assert_eq!(rejected(promise, "code").await, code, "{script}");
}

#[wasm_bindgen_test]
async fn a_fetch_that_fails_in_any_way_is_a_connection_error() {
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
        ends_with(script, "connection").await;
    }
}

#[wasm_bindgen_test]
async fn what_is_no_response_is_an_invalid_response() {
    for script in [
        "",
        "return 'yes'",
        "return Promise.resolve(null)",
        "return Promise.resolve({})",
        "return Promise.resolve({ status: '200' })",
        "return Promise.resolve({ get status() { throw new Error('no') } })",
        "return Promise.resolve(new Proxy(new Response('{}'), {}))",
    ] {
        ends_with(script, "invalid_response").await;
    }
}

#[wasm_bindgen_test]
async fn a_body_that_is_no_json_is_an_invalid_response() {
    for body in ["''", "'<html>'", "'[]'", "'null'", "'['.repeat(100000)", "new Uint8Array([0xff, 0xfe])", "'{\"a\":1'"]
    {
        ends_with(&format!("return Promise.resolve(new Response({body}))"), "invalid_response").await;
    }
}

#[wasm_bindgen_test]
async fn a_body_without_end_is_read_no_further_than_a_mebibyte() {
    let endless = "const pull = (controller) => controller.enqueue(new Uint8Array(1 << 16));
        return Promise.resolve(new Response(new ReadableStream({ pull })))";
    ends_with(endless, "invalid_response").await;
}

#[wasm_bindgen_test]
async fn a_body_that_breaks_off_is_a_connection_error() {
    let breaking = "const pull = (controller) => controller.error('no');
        return Promise.resolve(new Response(new ReadableStream({ pull })))";
    ends_with(breaking, "connection").await;
}

#[wasm_bindgen_test]
async fn a_body_that_somebody_else_reads_is_an_invalid_response() {
    let locked = "const response = new Response('{}'); response.body.getReader(); return Promise.resolve(response)";
    ends_with(locked, "invalid_response").await;
}

#[wasm_bindgen_test]
async fn what_never_answers_ends_at_the_time_limit() {
    for script in [
        "return new Promise(() => {})",
        "return { then() {} }",
        "return Promise.resolve(new Response(new ReadableStream({})))",
    ] {
        ends_with(script, "timeout").await;
    }
}
