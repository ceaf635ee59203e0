//! Values that a fetch gave, which may be anything: each access to them can fail, and a failure is an answer.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// Anything that fetch resolved to, or that came out of such a thing.
    pub(crate) type Foreign;
    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn text(this: &Foreign) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn get(this: &Foreign, name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    pub(crate) fn status(this: &Foreign) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    pub(crate) fn headers(this: &Foreign) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    pub(crate) fn body(this: &Foreign) -> Result<JsValue, JsValue>;
}

/// Waits for a value that may be a promise, a thenable of any kind, or no promise at all.
///
/// `Promise.race` makes a promise of the runtime's own of it. A foreign one must not be asked for `then` here: what that
/// throws would end the task, and its Promise would never settle.
pub(crate) fn settled(value: &JsValue) -> JsFuture {
    JsFuture::from(Promise::race(&Array::of1(value)))
}

/// Lets a promise or thenable fail unnoticed.
pub(crate) fn ignore(promise: &JsValue) {
    let settled = Promise::all_settled(&Array::of1(promise));
    drop(settled);
}
