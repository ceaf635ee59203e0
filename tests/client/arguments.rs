//! Invalid arguments reject before a request is sent.

use js_sys::{Error, Promise};
use verigator::Verigator;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::client::fixtures::{client, rejected};

#[track_caller]
fn assert_message(error: JsValue, message: &str) {
    assert_eq!(String::from(error.unchecked_into::<Error>().message()), message);
}

async fn assert_rejects(promise: Promise, message: &str) {
    assert_eq!(rejected(promise, "message").await, message);
}

#[wasm_bindgen_test]
fn credentials_that_a_header_cannot_hold_throw() {
    let printable = "expected printable ASCII characters, got";
    for (username, password, problem) in [
        ("", "p", "username: expected a string that is not empty, got an empty string".to_owned()),
        ("u", "", "password: expected a string that is not empty, got an empty string".to_owned()),
        ("u\n", "p", format!("username: {printable} a control character")),
        ("u", "pä", format!("password: {printable} a character outside ASCII")),
        ("a:b", "p", "username: expected a name without a colon, got one with a colon".to_owned()),
        ("u", "p ", "password: expected no space at the end, got one".to_owned()),
    ] {
        let error = Verigator::new(&username.into(), &password.into(), &JsValue::UNDEFINED).err().unwrap();
        assert_message(error, &format!("new Verigator: {problem}"));
    }
}

#[wasm_bindgen_test]
async fn a_pin_that_is_a_number_is_rejected_with_the_reason() {
    let (verigator, calls) = client("calls.push(url)");
    let user = verigator.service(&"s1".into()).unwrap().user(&"u1".into()).unwrap();
    let expected =
        "verifyPin: pin: expected a string that is not empty, got a number, which has lost its leading zeros";
    assert_rejects(user.verify_pin(&1234.into(), &JsValue::UNDEFINED), expected).await;
    assert_eq!(calls.length(), 0);
}

#[wasm_bindgen_test]
async fn a_text_that_would_fill_the_memory_is_rejected() {
    let (verigator, calls) = client("calls.push(url)");
    let user = verigator.service(&"s1".into()).unwrap().user(&"u1".into()).unwrap();
    let expected = "verifyPin: pin: expected a string that is not empty, got one of more than 65,536 characters";
    assert_rejects(user.verify_pin(&"1".repeat(65_537).into(), &JsValue::UNDEFINED), expected).await;
    assert_eq!(calls.length(), 0);
}

#[wasm_bindgen_test]
async fn an_id_that_would_change_the_path_is_rejected() {
    let (verigator, calls) = client("calls.push(url)");
    let service = verigator.service(&"s1".into()).unwrap();
    for dots in [".", ".."] {
        let expected = "getUser: userId: expected an id, got dots, which name another path";
        assert_rejects(service.get_user(&dots.into(), &JsValue::UNDEFINED), expected).await;
    }
    let expected = "getService: serviceId: expected a string that is not empty, got undefined";
    assert_rejects(verigator.get_service(&JsValue::UNDEFINED, &JsValue::UNDEFINED), expected).await;
    assert_eq!(calls.length(), 0);
}

#[wasm_bindgen_test]
async fn invalid_options_and_options_whose_getters_throw_are_rejected() {
    let (verigator, _) = client("calls.push(url)");
    let options = |script: &str| js_sys::Function::new_no_args(script).call0(&JsValue::NULL).unwrap();
    for (script, problem) in [
        ("return 3", "options: expected an object, got a number"),
        ("return { maxRetries: -1 }", "options.maxRetries: expected a whole number from 0 to 100, got another number"),
        ("return { signal: {} }", "options.signal: expected an AbortSignal, got an object"),
        (
            "return { get timeoutMs() { throw new Error('no') } }",
            "options.timeoutMs: expected a whole number of milliseconds from 1 to 2147483647, got a getter that throws",
        ),
    ] {
        let promise = verigator.get_service(&"s1".into(), &options(script));
        assert_rejects(promise, &format!("getService: {problem}")).await;
    }
}
