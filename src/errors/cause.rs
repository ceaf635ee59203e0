//! Makes safe copies of what was thrown.
//!
//! A custom fetch may throw anything, including an error that holds the request's headers. So only its name, message and
//! code are copied, with secrets redacted.

use wasm_bindgen::prelude::*;

use super::redact::Redactor;
use crate::js::{member, start_of_text};

/// How many levels of `cause` are copied.
const MAX_DEPTH: u32 = 3;

/// Codes which say that no connection was established, so the request was certainly not sent: Node's system errors,
/// undici's own, and Bun's.
const NOT_CONNECTED: [&str; 7] = [
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "UND_ERR_CONNECT_TIMEOUT",
    "ConnectionRefused",
    "FailedToOpenSocket",
    "DNSResolveFailed",
];

/// Codes which say so if the system call was `connect`. A lost route ends an established connection with the same codes.
const NOT_CONNECTED_IF_CONNECTING: [&str; 2] = ["EHOSTUNREACH", "ENETUNREACH"];

#[wasm_bindgen(module = "/pkg-template/errors.js")]
extern "C" {
    #[wasm_bindgen(js_name = createCause)]
    fn create_cause(name: &str, message: &str, code: Option<&str>, cause: &JsValue) -> JsValue;
}

/// Copies what was thrown, without secrets.
pub(crate) fn sanitized_cause(thrown: &JsValue, redactor: &Redactor) -> JsValue {
    copy(thrown, redactor, MAX_DEPTH)
}

/// Whether what was thrown proves that the server has not seen the request.
pub(crate) fn says_not_connected(thrown: &JsValue) -> bool {
    let says_so = |value: &JsValue| {
        let Some(code) = start_of_text(&member(value, "code")) else { return false };
        let is_connecting = || start_of_text(&member(value, "syscall")).is_some_and(|call| call == "connect");
        NOT_CONNECTED.contains(&code.as_str())
            || NOT_CONNECTED_IF_CONNECTING.contains(&code.as_str()) && is_connecting()
    };
    says_so(thrown) || says_so(&member(thrown, "cause"))
}

fn copy(thrown: &JsValue, redactor: &Redactor, depth: u32) -> JsValue {
    if let Some(text) = start_of_text(thrown) {
        return redactor.redact_thrown(&text).into();
    }
    if depth == 0 || !thrown.is_object() {
        return JsValue::UNDEFINED;
    }
    let redacted = |name| start_of_text(&member(thrown, name)).map(|text| redactor.redact_thrown(&text));
    let cause = copy(&member(thrown, "cause"), redactor, depth - 1);
    create_cause(
        redacted("name").as_deref().unwrap_or("Error"),
        redacted("message").as_deref().unwrap_or_default(),
        redacted("code").as_deref(),
        &cause,
    )
}
