//! The arguments of the public methods, checked once as they come in.
//!
//! They arrive as whatever the caller passed: a string parameter of wasm-bindgen's own would read memory out of bounds
//! when it is given a number. What was passed is never quoted in an error, only named: it may be a PIN.

use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::path::{Id, UnusableId};

#[wasm_bindgen]
extern "C" {
    /// Throws on a revoked Proxy.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
}

const TEXT: &str = "a string that is not empty";

/// A text that is not empty.
pub(crate) fn text(place: &str, name: &str, value: &JsValue) -> Result<String, Error> {
    let Some(text) = value.as_string() else {
        return Err(Error::invalid_argument(place, name, TEXT, describe(value)));
    };
    if text.is_empty() {
        return Err(Error::invalid_argument(place, name, TEXT, "an empty string"));
    }
    Ok(text)
}

/// An id that can stand in a path.
pub(crate) fn id(place: &str, name: &str, value: &JsValue) -> Result<Id, Error> {
    Id::parse(text(place, name, value)?).map_err(|reason| match reason {
        UnusableId::Empty => Error::invalid_argument(place, name, TEXT, "an empty string"),
        UnusableId::Dots => Error::invalid_argument(place, name, "an id", "dots, which name another path"),
    })
}

/// A PIN, which must have stayed text all the way from where it was typed.
pub(crate) fn pin(place: &str, value: &JsValue) -> Result<String, Error> {
    if value.as_f64().is_some() {
        let found = "a number, which has lost its leading zeros";
        return Err(Error::invalid_argument(place, "pin", TEXT, found));
    }
    text(place, "pin", value)
}

/// The user name or the password of the account, as it can stand in a header.
pub(crate) fn credential(place: &str, name: &str, value: &JsValue) -> Result<String, Error> {
    let text = text(place, name, value)?;
    let refuse = |found| Err(Error::invalid_argument(place, name, "printable ASCII characters", found));
    if text.bytes().any(|byte| byte.is_ascii_control()) {
        return refuse("a control character");
    }
    if !text.is_ascii() {
        return refuse("a character outside ASCII");
    }
    Ok(text)
}

/// What the value is, with its article, and never what it holds.
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
