//! Promises of results, which settle whatever happens.

use std::future::Future;
use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use crate::error::Error;

/// A promise of what the call gives. `prepare` checks the arguments, and what it refuses rejects the promise: nothing is
/// thrown where the method is called.
pub(crate) fn promise<F, T>(operation: &'static str, prepare: impl FnOnce() -> Result<F, Error>) -> Promise
where
    F: Future<Output = Result<T, JsValue>> + 'static,
    T: Into<JsValue>,
{
    match prepare() {
        Ok(call) => spawn(Box::pin(async move { call.await.map(Into::into) })),
        Err(error) => Promise::reject(&error.of(operation).into()),
    }
}

/// Boxed, so that the machinery behind a promise is compiled once and not for each method.
fn spawn(call: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>) -> Promise {
    future_to_promise(call)
}
