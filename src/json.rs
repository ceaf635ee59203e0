//! JSON that the runtime has parsed, as the decoders read it.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::arguments::describe;
use crate::wire::Json;

/// A value that came out of `JSON.parse`.
pub(crate) struct JsJson(JsValue);

#[wasm_bindgen(module = "/pkg-template/attempts.js")]
extern "C" {
    /// Takes the text as it lies in the JS heap, so that it is not copied in and out again. Gives undefined where it is no JSON.
    #[wasm_bindgen(js_namespace = attempts, js_name = parseJson)]
    fn parse_json(text: &JsValue) -> JsValue;
    /// Gives undefined where it is no JSON or no object too.
    #[wasm_bindgen(js_namespace = attempts, js_name = parseObject)]
    fn parse_object(text: &JsValue) -> Option<JsValue>;
    #[wasm_bindgen(js_namespace = attempts)]
    fn member(value: &JsValue, name: &str) -> Option<JsValue>;
}

impl JsJson {
    /// Parses a JS string. Nesting without end is the runtime's own parser's to refuse.
    pub(crate) fn parse(text: &JsValue) -> Option<JsJson> {
        let value = parse_json(text);
        (!value.is_undefined()).then_some(JsJson(value))
    }

    /// Parses a JS string that stands for an object.
    pub(crate) fn parse_object(text: &JsValue) -> Option<JsJson> {
        parse_object(text).map(JsJson)
    }
}

impl Json for JsJson {
    fn member(&self, name: &str) -> Option<JsJson> {
        member(&self.0, name).map(JsJson)
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

    fn items(&self) -> Option<Vec<JsJson>> {
        let items: &Array = self.0.dyn_ref()?;
        Some(items.iter().map(JsJson).collect())
    }

    fn describe(&self) -> &'static str {
        describe(&self.0)
    }
}
