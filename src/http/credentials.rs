//! What tells the server who is asking: headers, or a ticket for a gateway that a function returns.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use super::in_flight::{Interruption, Pending};
use crate::errors::{Error, ErrorKind};
use crate::js::describe;

/// The credentials of requests, and the secrets in them.
pub(crate) struct Credentials {
    pub(crate) headers: Vec<(&'static str, String)>,
    /// Whether a browser sends the cookies that it has for the server, and keeps those that the server sets.
    pub(crate) cookies: bool,
    /// The texts to redact.
    pub(crate) secrets: Vec<String>,
    /// Where the ticket for the header `Authorization` comes from, if not from `headers`.
    pub(crate) tickets: Option<TicketSource>,
}

/// Asks a function for a ticket before each request, so that none has expired.
pub(crate) struct TicketSource(Function);

/// Why there is no ticket. Nothing was sent.
pub(super) enum TicketError {
    /// The function threw, or took too long.
    Failed(ErrorKind, JsValue),
    /// With the reason of the caller's signal.
    Aborted(JsValue),
    /// The function returned something else.
    Invalid(Error),
}

#[wasm_bindgen(module = "/pkg-template/safe-access.js")]
extern "C" {
    /// Returns a promise of what the function returns.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn ask(function: &Function) -> Promise;
}

impl TicketSource {
    pub(crate) fn new(function: Function) -> TicketSource {
        TicketSource(function)
    }

    pub(super) async fn get(&self, pending: &Pending) -> Result<String, TicketError> {
        let value = match pending.settle_promise(ask(&self.0)).await {
            Ok(Ok(value)) => value,
            Ok(Err(thrown)) => return Err(TicketError::Failed(ErrorKind::Connection, thrown)),
            Err(Interruption::TimedOut) => return Err(TicketError::Failed(ErrorKind::Timeout, JsValue::UNDEFINED)),
            Err(Interruption::Aborted(reason)) => return Err(TicketError::Aborted(reason)),
        };
        value.as_string().filter(|text| is_jwt(text)).ok_or_else(|| {
            let expected = "a function that returns a JWT";
            let error = Error::invalid_argument("viaGateway", "options.ticket", expected, describe(&value));
            TicketError::Invalid(error)
        })
    }
}

/// Whether the text has the alphabet of a JWT, and so can be in a header.
pub(crate) fn is_jwt(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.=".contains(&byte))
}
