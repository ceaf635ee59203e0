//! The one error type. Its kind is private; JavaScript sees a class per kind (`errors.js`).

use wasm_bindgen::prelude::*;

/// Why a call failed, on its way to become a JS error.
#[derive(Debug)]
pub(crate) struct Error {
    kind: Kind,
    message: String,
    details: Box<Details>,
}

/// What is known of the call that failed.
#[derive(Debug, Default)]
pub(crate) struct Details {
    pub(crate) operation: Option<&'static str>,
    pub(crate) status: Option<u16>,
    pub(crate) server_message: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) retry_after_ms: Option<u32>,
    /// How many requests were sent.
    pub(crate) attempts: u32,
    /// What was thrown, already free of secrets.
    pub(crate) cause: Option<JsValue>,
}

/// One for each value of the contract's `ErrorCode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    InvalidInvocation,
    InvalidData,
    WrongCredentials,
    ResourceForbidden,
    NoSuchResource,
    ResourceAlreadyExists,
    RateLimited,
    Internal,
    UnexpectedStatus,
    InvalidResponse,
    Connection,
    Timeout,
    Redirect,
}

impl Kind {
    /// The kind of an answer that is no success, as the official SDKs class them.
    pub(crate) fn of_status(status: u16) -> Kind {
        match status {
            400 | 422 => Kind::InvalidData,
            401 => Kind::WrongCredentials,
            403 => Kind::ResourceForbidden,
            404 => Kind::NoSuchResource,
            409 => Kind::ResourceAlreadyExists,
            429 => Kind::RateLimited,
            500..=599 => Kind::Internal,
            _ => Kind::UnexpectedStatus,
        }
    }

    pub(crate) fn code(self) -> &'static str {
        match self {
            Kind::InvalidInvocation => "invalid_invocation",
            Kind::InvalidData => "invalid_data",
            Kind::WrongCredentials => "wrong_credentials",
            Kind::ResourceForbidden => "resource_forbidden",
            Kind::NoSuchResource => "no_such_resource",
            Kind::ResourceAlreadyExists => "resource_already_exists",
            Kind::RateLimited => "rate_limited",
            Kind::Internal => "internal",
            Kind::UnexpectedStatus => "unexpected_status",
            Kind::InvalidResponse => "invalid_response",
            Kind::Connection => "connection",
            Kind::Timeout => "timeout",
            Kind::Redirect => "redirect",
        }
    }

    /// What happened, as the middle of a message.
    pub(crate) fn finding(self) -> &'static str {
        match self {
            Kind::InvalidInvocation => "the arguments can't be used",
            Kind::InvalidData => "the server rejected the data",
            Kind::WrongCredentials => "the server rejected the credentials",
            Kind::ResourceForbidden => "the account may not use this resource",
            Kind::NoSuchResource => "there is no such resource",
            Kind::ResourceAlreadyExists => "the request conflicts with what exists already",
            Kind::RateLimited => "the server asks for fewer requests",
            Kind::Internal => "the server failed",
            Kind::UnexpectedStatus => "the status is not one that the API uses",
            Kind::InvalidResponse => "the answer is not what the API promises",
            Kind::Connection => "the connection failed",
            Kind::Timeout => "the time limit passed",
            Kind::Redirect => "the server redirects, which is never followed",
        }
    }

    fn is_retryable(self, status: Option<u16>) -> bool {
        matches!(self, Kind::RateLimited | Kind::Internal | Kind::Connection | Kind::Timeout) || status == Some(408)
    }
}

/// The method that asks a gateway where a user stands. The API has no such operation, so errors name it in their message alone.
pub(crate) const GATEWAY_STATUS: &str = "status";

impl Error {
    pub(crate) fn new(kind: Kind, message: String, details: Details) -> Error {
        Error { kind, message, details: Box::new(details) }
    }

    /// An argument that can't be used. Nothing was sent. `place` is the method or `new Class`.
    pub(crate) fn invalid_argument(place: &str, argument: &str, expected: &str, found: &str) -> Error {
        let message = [place, ": ", argument, ": expected ", expected, ", got ", found].concat();
        Error::new(Kind::InvalidInvocation, message, Details::default())
    }

    /// The same error, with the operation that it belongs to.
    pub(crate) fn of(mut self, operation: &'static str) -> Error {
        self.details.operation = Some(operation);
        self
    }

    /// The same error, with what was thrown, which must be free of secrets.
    pub(crate) fn caused_by(mut self, cause: JsValue) -> Error {
        self.details.cause = Some(cause);
        self
    }
}

#[wasm_bindgen(module = "/pkg-template/errors.js")]
extern "C" {
    /// Makes an error of the class that belongs to the code.
    #[wasm_bindgen(js_name = createError)]
    fn create_error(
        code: &str,
        message: &str,
        operation: Option<&str>,
        status: Option<u16>,
        server_message: Option<&str>,
        request_id: Option<&str>,
        retryable: bool,
        retry_after_ms: Option<u32>,
        attempts: u32,
        cause: &JsValue,
    ) -> JsValue;
}

impl From<Error> for JsValue {
    fn from(Error { kind, message, details }: Error) -> JsValue {
        create_error(
            kind.code(),
            &message,
            details.operation.filter(|name| *name != GATEWAY_STATUS),
            details.status,
            details.server_message.as_deref(),
            details.request_id.as_deref(),
            kind.is_retryable(details.status),
            details.retry_after_ms,
            details.attempts,
            details.cause.as_ref().unwrap_or(&JsValue::UNDEFINED),
        )
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
