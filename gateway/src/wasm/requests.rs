//! Checks of single values.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::request;

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

/// Whether an id is a UUID, in any spelling.
#[wasm_bindgen(js_name = isUuid)]
pub fn is_uuid(id: &str) -> bool {
    request::canonical_uuid(id).is_some()
}
