//! JSON that the runtime has parsed.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::api::Json;
use crate::js::{describe, start_of_text};

/// A value that came out of `JSON.parse`.
pub(crate) struct JsonValue(JsValue);

#[wasm_bindgen(module = "/pkg-template/safe-access.js")]
extern "C" {
    /// Takes a string that stays on the JavaScript heap. Returns undefined if it is not JSON.
    #[wasm_bindgen(js_namespace = safeAccess, js_name = parseJson)]
    fn parse_json(text: &JsValue) -> JsValue;
    /// Returns an own member, or undefined if there is none.
    #[wasm_bindgen(js_namespace = safeAccess, js_name = ownMember)]
    fn own_member(value: &JsValue, name: &str) -> JsValue;
}

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
    pub(super) fn start_of_text(&self) -> Option<String> {
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
