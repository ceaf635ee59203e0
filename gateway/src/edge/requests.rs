//! Requests: what they are and whether they may be.

use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::JsCast;
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

/// Gives the method that a body asks for, undefined where it is no JSON object that names one.
#[wasm_bindgen(js_name = readMethod)]
pub fn read_method(body: &[u8]) -> Option<String> {
    read_text(body, "method").filter(|text| Method::parse(text).is_some())
}

/// Gives the PIN that a body holds, undefined where it is no JSON object with one.
#[wasm_bindgen(js_name = readPin)]
pub fn read_pin(body: &[u8]) -> Option<String> {
    read_text(body, "token").filter(|text| request::is_pin(text))
}

fn read_text(body: &[u8], name: &str) -> Option<String> {
    let value = JSON::parse(str::from_utf8(body).ok()?).ok()?;
    let object = value.dyn_into::<Object>().ok()?;
    // What an object inherits is not what the page sent.
    let is_own = Object::has_own(&object, &name.into());
    Reflect::get(&object, &name.into()).ok().filter(|_| is_own)?.as_string()
}
