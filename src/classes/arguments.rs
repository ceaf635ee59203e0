//! Checks the arguments of the public methods.
//!
//! They are taken as whatever the caller passed: a string parameter of wasm-bindgen's own would read memory out of bounds if
//! it got a number. Messages name the type of what was passed and never quote it, since it may be a PIN.

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use crate::api::{Id, InvalidId};
use crate::errors::Error;
use crate::js::describe;

const TEXT: &str = "a string that is not empty";
/// The most UTF-16 code units of a text: one that fills the memory of the wasm would end the instance.
const MAX_LENGTH: u32 = 1 << 16;

/// A text that is neither empty nor huge.
pub(super) fn text(method: &str, name: &str, value: &JsValue) -> Result<String, Error> {
    let refuse = |received| Err(Error::invalid_argument(method, name, TEXT, received));
    let Some(text) = value.dyn_ref::<JsString>() else { return refuse(describe(value)) };
    if text.length() > MAX_LENGTH {
        return refuse("one of more than 65,536 characters");
    }
    let text = String::from(text);
    if text.is_empty() {
        return refuse("an empty string");
    }
    // A lone surrogate became U+FFFD, so two different texts would be sent as one. A search by characters takes 6 KB of wasm.
    let has_replacement = text.as_bytes().windows(3).any(|bytes| bytes == "\u{fffd}".as_bytes());
    if has_replacement && JsValue::from_str(&text) != *value {
        return refuse("a string with a lone surrogate");
    }
    Ok(text)
}

/// An id that can be part of a path.
pub(super) fn id(method: &str, name: &str, value: &JsValue) -> Result<Id, Error> {
    Id::parse(text(method, name, value)?).map_err(|reason| match reason {
        InvalidId::Empty => Error::invalid_argument(method, name, TEXT, "an empty string"),
        InvalidId::Dots => Error::invalid_argument(method, name, "an id", "dots, which name another path"),
    })
}

/// A PIN, which must have been a string since it was typed.
pub(super) fn pin(method: &str, value: &JsValue) -> Result<String, Error> {
    if value.as_f64().is_some() {
        let received = "a number, which has lost its leading zeros";
        return Err(Error::invalid_argument(method, "pin", TEXT, received));
    }
    text(method, "pin", value)
}

/// The username or the password of the account, as a header can hold it.
pub(super) fn credential(method: &str, name: &str, value: &JsValue) -> Result<String, Error> {
    let text = text(method, name, value)?;
    let refuse = |received| Err(Error::invalid_argument(method, name, "printable ASCII characters", received));
    if text.bytes().any(|byte| byte.is_ascii_control()) {
        return refuse("a control character");
    }
    if !text.is_ascii() {
        return refuse("a character outside ASCII");
    }
    Ok(text)
}
