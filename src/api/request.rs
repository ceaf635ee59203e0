//! A request before it is sent.

use serde::Serialize;

use super::operation::Operation;

/// The largest response body that is read, unless an endpoint says otherwise.
const MAX_RESPONSE_BYTES: u32 = 1 << 20;

/// A request to one endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) operation: Operation,
    pub(crate) method: &'static str,
    /// The path below the base URL.
    pub(crate) path: String,
    pub(crate) body: Option<RequestBody>,
    /// The largest response body that is read.
    pub(crate) max_response_bytes: u32,
}

/// Every body that the API takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum RequestBody {
    CreateService { fqdn: String, name: String },
    RegisterUser { id_in_service: String, phone_number: String },
    StartAuthentication { method: AuthenticationMethod },
    VerifyPin { token: String },
}

/// How a user proves who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum AuthenticationMethod {
    Totp,
    Sms,
}

impl Request {
    pub(super) fn new(operation: Operation, method: &'static str, path: String) -> Request {
        Request { operation, method, path, body: None, max_response_bytes: MAX_RESPONSE_BYTES }
    }

    pub(super) fn with_body(self, body: RequestBody) -> Request {
        Request { body: Some(body), ..self }
    }

    /// Ends the path with a slash, for servers that redirect any other path.
    pub(crate) fn with_slash(mut self, has_slash: bool) -> Request {
        if has_slash {
            self.path.push('/');
        }
        self
    }

    /// The method and the path, as messages show them.
    pub(crate) fn line(&self) -> String {
        [self.method, " ", &self.path].concat()
    }

    /// The PIN or the phone number in the body, which must be shown nowhere.
    pub(crate) fn secret(&self) -> Option<&str> {
        match self.body.as_ref()? {
            RequestBody::RegisterUser { phone_number, .. } => Some(phone_number),
            RequestBody::VerifyPin { token } => Some(token),
            RequestBody::CreateService { .. } | RequestBody::StartAuthentication { .. } => None,
        }
    }
}
