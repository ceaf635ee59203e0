//! The caller's AbortSignal, and the wait that it ends.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// An AbortSignal, the runtime's own or another implementation's.
    #[derive(Clone)]
    pub(crate) type AbortSignal;
}

#[wasm_bindgen(module = "/pkg-template/exchange.js")]
extern "C" {
    /// Waits, and fails with the signal's reason when that is aborted first.
    #[wasm_bindgen(catch, js_namespace = exchange)]
    pub(crate) async fn pause(milliseconds: u32, signal: Option<&AbortSignal>) -> Result<(), JsValue>;
}
