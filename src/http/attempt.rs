//! One try of a request, as hooks and errors describe it.

use wasm_bindgen::JsValue;

use super::base_url::BaseUrl;
use super::credentials::Credentials;
use super::in_flight::CallId;
use super::response::Response;
use crate::api::{Request, Server};
use crate::errors::Redactor;

/// One try of a request.
pub(crate) struct Attempt<'a> {
    pub(super) call: CallId,
    /// Counts from 1.
    pub(super) number: u32,
    pub(super) request: &'a Request,
    pub(super) base_url: &'a BaseUrl,
    pub(super) credentials: &'a Credentials,
    /// The ticket that a function of the caller's returned for this attempt. Calls that run at the same time have others.
    pub(super) ticket: Option<String>,
    /// The id that the client gave the request, which no cache can have seen before. A string, or undefined if it has none.
    pub(super) request_id: JsValue,
    pub(super) server: Server,
    pub(super) timeout_ms: u32,
    /// Whether the server may have acted on an earlier attempt of the call.
    pub(super) may_repeat: bool,
}

impl Attempt<'_> {
    /// The id that the server gave the request, without secrets, or else that of the client.
    pub(super) fn request_id_of(&self, response: &Response) -> JsValue {
        let id = response.header("x-request-id").or_else(|| response.header("request-id"));
        id.map_or_else(|| self.request_id.clone(), |id| self.redactor().redact_id(&id).into())
    }

    /// Returns a redactor of the secrets of this request.
    pub(super) fn redactor(&self) -> Redactor {
        let mut secrets = self.credentials.secrets.clone();
        for secret in [self.request.secret(), self.ticket.as_deref()].into_iter().flatten() {
            secrets.push(secret.to_owned());
        }
        Redactor { secrets, unknown_pin: self.request.operation.concerns_pin() }
    }
}
