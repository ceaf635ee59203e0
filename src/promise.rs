//! Promises of results, which settle whatever happens.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use crate::answer::Read;
use crate::api::{Call, Mismatch};
use crate::client::Client;
use crate::error::Error;
use crate::json::JsJson;
use crate::options::CallOptions;

/// A promise of what the method gives. `prepare` checks the arguments, and what it refuses rejects the promise: nothing is
/// thrown where the method is called.
pub(crate) fn promise(
    place: &'static str,
    client: &Rc<Client>,
    options: &JsValue,
    prepare: impl FnOnce() -> Result<Call, Error>,
    read: impl Fn(&JsJson) -> Result<JsValue, Mismatch> + 'static,
) -> Promise {
    send(place, client, options, prepare(), Box::new(read))
}

/// Compiled once for all methods.
#[inline(never)]
fn send(
    place: &'static str,
    client: &Rc<Client>,
    options: &JsValue,
    call: Result<Call, Error>,
    read: Box<Read>,
) -> Promise {
    match call.and_then(|call| Ok((call, CallOptions::parse(place, options)?))) {
        Ok((call, options)) => client.call(call, options, read),
        Err(error) => Promise::reject(&error.of(place).into()),
    }
}
