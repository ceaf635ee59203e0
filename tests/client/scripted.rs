//! A client whose fetch is a piece of JavaScript.

use js_sys::{Array, Function, JSON, Promise, Reflect};
use verigator::Verigator;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// A client whose fetch is the body of a function with the parameters `url`, `init`, and `calls`, where it may take notes.
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

/// What the promise resolves with, as JSON.
pub(crate) async fn resolved(promise: Promise) -> String {
    json(&JsFuture::from(promise).await.unwrap())
}

/// A member of what the promise rejects with.
pub(crate) async fn rejected(promise: Promise, member: &str) -> JsValue {
    Reflect::get(&JsFuture::from(promise).await.unwrap_err(), &member.into()).unwrap()
}

pub(crate) fn json(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

fn set(object: &js_sys::Object, name: &str, value: impl Into<JsValue>) {
    Reflect::set(object, &name.into(), &value.into()).unwrap();
}
