//! A ticket that a function returns, and that tells a gateway who is asking.

use std::cell::RefCell;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::fetch::FetchError;
use super::pending::{Notify, Pending, Settled};
use crate::errors::Error;
use crate::js::describe;

/// Asks a function for a ticket before each request, so that none has expired.
pub(crate) struct TicketSource {
    function: Function,
    /// The ticket that was sent last, which must be shown nowhere.
    pub(super) last: RefCell<Option<String>>,
}

#[wasm_bindgen(module = "/pkg-template/safe-access.js")]
extern "C" {
    /// Calls a function without arguments, and notifies how its promise settles.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn ask(notify: &Notify, slot: u32, serial: u32, function: &Function);
}

impl TicketSource {
    pub(crate) fn new(function: Function) -> TicketSource {
        TicketSource { function, last: RefCell::new(None) }
    }

    pub(super) async fn get(&self, pending: &Pending) -> Result<String, FetchError> {
        let value = match pending.settle(|notify, at| ask(notify, at.slot, at.serial, &self.function)).await? {
            Settled::Rejected(thrown) => return Err(FetchError::NotSent(thrown)),
            Settled::Fulfilled(value) | Settled::NativeResponse(value) => value,
        };
        let Some(ticket) = value.as_string().filter(|text| is_jwt(text)) else {
            let expected = "a function that returns a JWT";
            let error = Error::invalid_argument("viaGateway", "options.ticket", expected, describe(&value));
            return Err(FetchError::Refused(error));
        };
        self.last.replace(Some(ticket.clone()));
        Ok(ticket)
    }
}

/// Whether the text has the alphabet of a JWT, and so can be in a header.
pub(crate) fn is_jwt(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.=".contains(&byte))
}
