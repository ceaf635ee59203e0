//! The one error type. JavaScript gets an object of the class that belongs to its kind (`errors.js`).

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::kind::ErrorKind;
use crate::js::plain_object;

/// Why a call failed, on its way to a JavaScript error. One pointer, since most functions pass it on.
#[derive(Debug)]
pub(crate) struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    message: String,
    details: Details,
    cause: JsValue,
}

/// The properties of the JavaScript error.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Details {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) operation: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) server_message: Option<String>,
    #[serde(with = "serde_wasm_bindgen::preserve", skip_serializing_if = "JsValue::is_undefined")]
    pub(crate) request_id: JsValue,
    pub(crate) retryable: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) retry_after_ms: Option<u32>,
    /// How many requests were sent.
    pub(crate) attempts: u32,
}

impl Error {
    /// Composes the message `operation: summary (detail); hint`.
    pub(crate) fn new(kind: ErrorKind, operation: &str, detail: &[&str], hint: &str, details: Details) -> Error {
        let separator = if hint.is_empty() { "" } else { "; " };
        let message = [operation, ": ", kind.summary(), " (", &detail.concat(), ")", separator, hint].concat();
        let retryable = kind.is_retryable(details.status);
        Error(Box::new(Inner { kind, message, details: Details { retryable, ..details }, cause: JsValue::UNDEFINED }))
    }

    /// An argument that cannot be used, of a method or of `new Class`. Nothing was sent.
    pub(crate) fn invalid_argument(method: &str, argument: &str, expected: &str, received: &str) -> Error {
        let message = [method, ": ", argument, ": expected ", expected, ", got ", received].concat();
        let (kind, details) = (ErrorKind::InvalidInvocation, Details::default());
        Error(Box::new(Inner { kind, message, details, cause: JsValue::UNDEFINED }))
    }

    pub(crate) fn with_operation(mut self, operation: Option<&'static str>) -> Error {
        self.0.details.operation = operation;
        self
    }

    /// Adds what was thrown, which must hold no secrets.
    pub(crate) fn with_cause(mut self, cause: JsValue) -> Error {
        self.0.cause = cause;
        self
    }
}

#[wasm_bindgen(module = "/pkg-template/errors.js")]
extern "C" {
    #[wasm_bindgen(js_name = createError)]
    fn create_error(code: &str, message: &str, details: &JsValue, cause: &JsValue) -> JsValue;
}

impl From<Error> for JsValue {
    fn from(Error(inner): Error) -> JsValue {
        create_error(inner.kind.code(), &inner.message, &plain_object(&inner.details), &inner.cause)
    }
}
