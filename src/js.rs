//! The JavaScript host: plain objects from Rust, safe access to values that others made, parsed JSON, and which runtime this is.

use js_sys::{Array, JsString};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::api::Json;

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

    /// Takes a string that stays on the JavaScript heap. Returns undefined if it is not JSON.
    #[wasm_bindgen(js_namespace = safeAccess, js_name = parseJson)]
    fn parse_json(text: &JsValue) -> JsValue;
    /// Returns an own member, or undefined if there is none.
    #[wasm_bindgen(js_namespace = safeAccess, js_name = ownMember)]
    fn own_member(value: &JsValue, name: &str) -> JsValue;
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

/// A value that came out of `JSON.parse`.
pub(crate) struct JsonValue(JsValue);

impl JsonValue {
    /// Parses a JavaScript string. The runtime's parser refuses nesting that is too deep.
    pub(crate) fn parse(text: &JsValue) -> Option<JsonValue> {
        let value = parse_json(text);
        (!value.is_undefined()).then_some(JsonValue(value))
    }

    /// How many items an array has, 0 for any other value.
    pub(crate) fn length(&self) -> usize {
        self.0.dyn_ref::<Array>().map_or(0, Array::length) as usize
    }

    /// The first 1,000 characters of a string.
    pub(crate) fn start_of_text(&self) -> Option<String> {
        start_of_text(&self.0)
    }
}

impl Json for JsonValue {
    fn member(&self, name: &str) -> Option<JsonValue> {
        let value = own_member(&self.0, name);
        (!value.is_null() && !value.is_undefined()).then_some(JsonValue(value))
    }

    fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    fn boolean(&self) -> Option<bool> {
        self.0.as_bool()
    }

    fn whole_number(&self) -> Option<u32> {
        let number = self.0.as_f64()?;
        let whole = number as u32;
        (f64::from(whole) == number).then_some(whole)
    }

    fn items(self) -> impl Iterator<Item = JsonValue> {
        let items: Array = self.0.unchecked_into();
        (0..items.length()).map(move |index| JsonValue(items.get(index)))
    }

    fn describe(&self) -> &'static str {
        describe(&self.0)
    }
}

/// Whether this is a web page or a browser's worker, where everybody can read the code and what it holds.
///
/// A DOM alone proves nothing, since Node has one under jsdom. And workerd has the globals of a browser's worker.
pub(crate) fn is_browser() -> bool {
    let is_server = is_node() || is_deno() || is_bun() || global("WebSocketPair").is_function();
    !is_server && (global("document").is_object() || global("WorkerGlobalScope").is_function())
}

/// Whether this is Node, or a runtime that says so for compatibility.
pub(crate) fn is_node() -> bool {
    member(&member(&global("process"), "versions"), "node").is_string()
}

pub(crate) fn is_deno() -> bool {
    global("Deno").is_object()
}

pub(crate) fn is_bun() -> bool {
    global("Bun").is_object()
}
