//! A client with a custom fetch written in JavaScript, and helpers that read results.

use js_sys::{Array, Function, JSON, Promise, Reflect};
use verigator::Verigator;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Creates a client whose fetch has this function body. Its parameters are `calls`, an array for records, `url` and `init`.
pub(crate) fn client(fetch: &str) -> (Verigator, Array) {
    let calls = Array::new();
    let script = Function::new_with_args("calls, url, init", fetch);
    let options = js_sys::Object::new();
    set(&options, "baseUrl", "http://localhost");
    set(&options, "maxRetries", 0);
    set(&options, "timeoutMs", 50);
    set(&options, "fetch", script.bind1(&JsValue::UNDEFINED, &calls));
    (Verigator::new(&"username".into(), &"password".into(), &options).unwrap(), calls)
}

/// Returns the value that the promise resolves to, as JSON.
pub(crate) async fn resolved(promise: Promise) -> String {
    json(&JsFuture::from(promise).await.unwrap())
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
