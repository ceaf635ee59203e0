//! JavaScript values: plain objects from Rust, and safe access to values that others made.

use js_sys::JsString;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// Converts a struct to a plain object, which survives `JSON.stringify`, `structuredClone` and spread.
pub(crate) fn plain_object(value: &impl Serialize) -> JsValue {
    // Serializing fails for values that the structs of this crate do not have.
    value.serialize(&serde_wasm_bindgen::Serializer::new()).unwrap_or_default()
}

#[wasm_bindgen(module = "/pkg-template/safe-access.js")]
extern "C" {
    /// Returns a member of an object or a function, or undefined if there is none or its getter throws.
    #[wasm_bindgen(js_namespace = safeAccess)]
    pub(crate) fn member(value: &JsValue, name: &str) -> JsValue;

    /// Returns a member of the global object.
    #[wasm_bindgen(js_namespace = safeAccess)]
    pub(crate) fn global(name: &str) -> JsValue;

    /// Returns an option: an own member, or one of the caller's class, but never one of `Object.prototype`.
    #[wasm_bindgen(catch, js_namespace = safeAccess)]
    pub(crate) fn option(options: &JsValue, name: &str) -> Result<JsValue, JsValue>;
}

/// The most UTF-16 code units of a text that are copied and searched.
pub(crate) const MAX_TEXT_LENGTH: u32 = 1000;

/// The first 1,000 characters, if the value is a string.
pub(crate) fn start_of_text(value: &JsValue) -> Option<String> {
    let text: &JsString = value.dyn_ref()?;
    Some(text.slice(0, MAX_TEXT_LENGTH).into())
}

#[wasm_bindgen]
extern "C" {
    /// Throws if the value is a revoked Proxy.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
}

/// The type of the value with its article, never what it holds.
pub(crate) fn describe(value: &JsValue) -> &'static str {
    if value.is_object() {
        if is_array(value).unwrap_or(false) { "an array" } else { "an object" }
    } else if value.is_undefined() {
        "undefined"
    } else if value.is_null() {
        "null"
    } else if value.is_string() {
        "a string"
    } else if value.as_f64().is_some() {
        "a number"
    } else if value.as_bool().is_some() {
        "a boolean"
    } else if value.is_function() {
        "a function"
    } else {
        "another kind of value"
    }
}
