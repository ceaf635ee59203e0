//! One try of a request, as hooks and errors describe it.

use super::base_url::BaseUrl;
use super::credentials::Credentials;
use super::response::Response;
use crate::api::{Request, Server};
use crate::errors::Redactor;

/// One try of a request.
pub(crate) struct Attempt<'a> {
    /// Counts from 1.
    pub(super) number: u32,
    pub(super) request: &'a Request,
    pub(super) base_url: &'a BaseUrl,
    pub(super) credentials: &'a Credentials,
    /// The ticket that a function of the caller's returned for this attempt. Calls that run at the same time have others.
    pub(super) ticket: Option<String>,
    pub(super) server: Server,
    pub(super) timeout_ms: u32,
    /// Whether the server may have acted on an earlier attempt of the call.
    pub(super) may_repeat: bool,
}

impl Attempt<'_> {
    /// The id that the server gave the request, without secrets.
    pub(super) fn request_id(&self, response: &Response) -> Option<String> {
        let id = response.header("x-request-id").or_else(|| response.header("request-id"))?;
        Some(self.redactor().redact_id(&id))
    }

    /// Returns a redactor of the secrets of this request.
    pub(super) fn redactor(&self) -> Redactor {
        let secret = self.request.secret().map(str::to_owned);
        let secrets = self.credentials.secrets.iter().cloned().chain(secret).chain(self.ticket.clone()).collect();
        Redactor { secrets, unknown_pin: self.request.operation.concerns_pin() }
    }
}
