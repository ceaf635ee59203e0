//! The caller's AbortSignal, and the wait that it ends.

use wasm_bindgen::prelude::*;

use crate::ending::{Ending, TIMED_OUT, Tell, told};
use crate::object::member;

#[wasm_bindgen]
extern "C" {
    /// An AbortSignal, the runtime's own or another implementation's.
    #[derive(Clone)]
    pub(crate) type AbortSignal;
}

#[wasm_bindgen(module = "/pkg-template/exchange.js")]
extern "C" {
    #[wasm_bindgen(js_namespace = exchange, js_name = pause)]
    fn pause_until(tell: &Tell, key: u32, milliseconds: u32, signal: Option<&AbortSignal>);
}

impl AbortSignal {
    /// Fails with the signal's own reason, once it is aborted.
    pub(crate) fn check(signal: Option<&AbortSignal>) -> Result<(), JsValue> {
        match signal {
            Some(signal) if member(signal, "aborted").is_truthy() => Err(member(signal, "reason")),
            _ => Ok(()),
        }
    }
}

/// Waits, and fails with the signal's reason when that is aborted first.
pub(crate) async fn pause(milliseconds: u32, signal: Option<&AbortSignal>) -> Result<(), JsValue> {
    match told(|tell, key| pause_until(tell, key, milliseconds, signal)).await {
        Ending { number: TIMED_OUT, .. } => Ok(()),
        Ending { value: reason, .. } => Err(reason),
    }
}
