//! Requests: what they are and whether they may be.

use wasm_bindgen::prelude::wasm_bindgen;

use super::answers::to_json;
use crate::{Answer, Caller, Method, Origins, request, route};

/// Gives the route's name or an answer that refuses it, and undefined where the path is not the gateway's.
#[wasm_bindgen]
pub fn admit(
    method: &str,
    path: &str,
    base_path: &str,
    own: &str,
    allowed: &str,
    origin: Option<String>,
    fetch_site: Option<String>,
) -> Option<String> {
    let found = route::find(method, path, base_path)?;
    let caller = Caller { origin: origin.as_deref(), fetch_site: fetch_site.as_deref() };
    let origins = Origins { own, allowed };
    let admitted = if origins.admit(caller) { found } else { Err(Answer::refusal(403)) };
    Some(admitted.map_or_else(|answer| to_json(&answer), |route| route.name().to_owned()))
}

/// Tells whether a `Content-Type` means JSON.
#[wasm_bindgen(js_name = isJson)]
pub fn is_json(content_type: Option<String>) -> bool {
    request::is_json(content_type.as_deref())
}

/// Tells whether text can be a user's id.
#[wasm_bindgen(js_name = isUserId)]
pub fn is_user_id(text: &str) -> bool {
    request::is_user_id(text)
}

/// Tells whether text can be a PIN.
#[wasm_bindgen(js_name = isPin)]
pub fn is_pin(text: &str) -> bool {
    request::is_pin(text)
}

/// Tells whether text names a method of authentication.
#[wasm_bindgen(js_name = isMethod)]
pub fn is_method(text: &str) -> bool {
    Method::parse(text).is_some()
}

/// Gives the address that sends are counted for, undefined where the text is no IP address.
#[wasm_bindgen]
pub fn address(text: &str) -> Option<String> {
    request::address(text)
}
