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
    pub(super) server: Server,
    pub(super) timeout_ms: u32,
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
        let ticket = self.credentials.tickets.as_ref().and_then(|tickets| tickets.last.borrow().clone());
        let secrets = self.credentials.secrets.iter().cloned().chain(secret).chain(ticket).collect();
        Redactor { secrets, unknown_pin: self.request.operation.concerns_pin() }
    }
}
