//! Plain objects, as results and events are handed out: they survive `JSON.stringify`, `structuredClone` and spread.

use wasm_bindgen::prelude::*;

/// A plain JS object in the making.
pub(crate) struct Object(js_sys::Object);

impl Object {
    pub(crate) fn new() -> Object {
        Object(js_sys::Object::new())
    }

    pub(crate) fn with(self, name: &str, value: impl Into<JsValue>) -> Object {
        set(&self.0, name, &value.into());
        self
    }

    pub(crate) fn with_text(self, name: &str, text: &str) -> Object {
        set_text(&self.0, name, text);
        self
    }

    /// Leaves the member out where there is no value.
    pub(crate) fn with_some(self, name: &str, value: Option<impl Into<JsValue>>) -> Object {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

impl From<Object> for JsValue {
    fn from(object: Object) -> JsValue {
        object.0.into()
    }
}

#[wasm_bindgen(module = "/pkg-template/attempts.js")]
extern "C" {
    /// A member of an object or a function, undefined where it is neither, where there is none or its getter throws.
    #[wasm_bindgen(js_namespace = attempts)]
    pub(crate) fn member(value: &JsValue, name: &str) -> JsValue;

    #[wasm_bindgen(js_namespace = attempts)]
    fn set(object: &js_sys::Object, name: &str, value: &JsValue);
    #[wasm_bindgen(js_namespace = attempts, js_name = set)]
    fn set_text(object: &js_sys::Object, name: &str, text: &str);
}
