//! The fields of requests.

use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{Method, request};

/// Whether a `Content-Type` is JSON.
#[wasm_bindgen(js_name = isJson)]
pub fn is_json(content_type: Option<String>) -> bool {
    request::is_json(content_type.as_deref())
}

/// Whether text is an IP address.
#[wasm_bindgen(js_name = isAddress)]
pub fn is_address(text: &str) -> bool {
    crate::is_address(text)
}

/// Whether text can be a user's id.
#[wasm_bindgen(js_name = isUserId)]
pub fn is_user_id(text: &str) -> bool {
    request::is_user_id(text)
}

/// Returns the form of an id that all its spellings share.
#[wasm_bindgen(js_name = canonicalId)]
pub fn canonical_id(id: &str) -> String {
    request::canonical_id(id)
}

/// Whether an id is a UUID, in any spelling.
#[wasm_bindgen(js_name = isUuid)]
pub fn is_uuid(id: &str) -> bool {
    request::canonical_uuid(id).is_some()
}

/// Reads the method that a body requests, undefined if it is no JSON object that names one.
#[wasm_bindgen(js_name = readMethod)]
pub fn read_method(body: &[u8]) -> Option<String> {
    read_text(body, "method").filter(|text| Method::parse(text).is_some())
}

/// Reads the PIN of a body, undefined if it is no JSON object with one.
#[wasm_bindgen(js_name = readPin)]
pub fn read_pin(body: &[u8]) -> Option<String> {
    read_text(body, "token").filter(|text| request::is_pin(text))
}

fn read_text(body: &[u8], name: &str) -> Option<String> {
    let value = JSON::parse(str::from_utf8(body).ok()?).ok()?;
    let object = value.dyn_into::<Object>().ok()?;
    // The page did not send what an object inherits.
    let is_own = Object::has_own(&object, &name.into());
    Reflect::get(&object, &name.into()).ok().filter(|_| is_own)?.as_string()
}
