//! A client with a custom fetch written in JavaScript, and helpers that read results.

use js_sys::{Array, Function, JSON, Promise, Reflect};
use verigator::Verigator;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Creates a client whose fetch has this function body. Its parameters are `calls`, an array for records, `url` and `init`. Its time limit is far above
/// what a busy machine takes.
pub(crate) fn client(fetch: &str) -> (Verigator, Array) {
    client_with_timeout(fetch, 300_000)
}

/// Creates the same client with a time limit in milliseconds.
pub(crate) fn client_with_timeout(fetch: &str, timeout_ms: u32) -> (Verigator, Array) {
    let calls = Array::new();
    let script = Function::new_with_args("calls, url, init", fetch);
    let options = js_sys::Object::new();
    set(&options, "baseUrl", "http://localhost");
    set(&options, "maxRetries", 0);
    set(&options, "timeoutMs", timeout_ms);
    set(&options, "fetch", script.bind1(&JsValue::UNDEFINED, &calls));
    (Verigator::new(&"username".into(), &"password".into(), &options).unwrap(), calls)
}

/// Returns the value that the promise resolves to, as JSON.
pub(crate) async fn resolved(promise: Promise) -> String {
    json(&JsFuture::from(promise).await.unwrap())
}

/// Returns the value that the promise resolves to.
pub(crate) async fn object(promise: Promise) -> JsValue {
    JsFuture::from(promise).await.unwrap()
}

/// Returns properties that are texts, or getters of texts.
pub(crate) fn texts<const COUNT: usize>(object: &JsValue, names: [&str; COUNT]) -> [String; COUNT] {
    names.map(|name| Reflect::get(object, &name.into()).unwrap().as_string().unwrap())
}

/// Returns a property of the value that the promise rejects with.
pub(crate) async fn rejected(promise: Promise, property: &str) -> JsValue {
    Reflect::get(&JsFuture::from(promise).await.unwrap_err(), &property.into()).unwrap()
}

pub(crate) fn json(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

fn set(object: &js_sys::Object, name: &str, value: impl Into<JsValue>) {
    Reflect::set(object, &name.into(), &value.into()).unwrap();
}
