//! Promises of results, which settle whatever happens.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use crate::answer::Reply;
use crate::api::Call;
use crate::client::Client;
use crate::error::Error;
use crate::options::CallOptions;

/// Makes the result of a method out of the answer.
type Wrap = Box<dyn FnOnce(Reply) -> Result<JsValue, Error>>;

/// A promise of what the method gives. `prepare` checks the arguments, and what it refuses rejects the promise: nothing is
/// thrown where the method is called.
pub(crate) fn promise(
    place: &'static str,
    client: &Rc<Client>,
    options: &JsValue,
    prepare: impl FnOnce() -> Result<Call, Error>,
    wrap: impl FnOnce(Reply) -> Result<JsValue, Error> + 'static,
) -> Promise {
    let prepared = prepare().and_then(|call| Ok((call, CallOptions::parse(place, options)?)));
    match prepared {
        Ok((call, options)) => send(Rc::clone(client), call, options, Box::new(wrap)),
        Err(error) => Promise::reject(&error.of(place).into()),
    }
}

/// One future for all methods: each has a state machine of its own otherwise, and they are what weighs most.
fn send(client: Rc<Client>, call: Call, options: CallOptions, wrap: Wrap) -> Promise {
    future_to_promise(async move { Ok(wrap(client.call(call, options).await?)?) })
}
