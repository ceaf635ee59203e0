//! What was thrown at us, made fit to be shown.
//!
//! A handed-in fetch may throw anything, an error with the request's headers in it for one. So nothing of it is kept but
//! copies of its name, message and code, with the secrets taken out.

use wasm_bindgen::prelude::*;

use crate::object::member;
use crate::redact::Secrets;

/// How many causes of causes are copied.
const DEEPEST: u32 = 3;

/// Codes by which runtimes say that no connection came about: the request was certainly not sent. Node's system errors,
/// undici's own, and Bun's.
const UNREACHED: [&str; 7] = [
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "UND_ERR_CONNECT_TIMEOUT",
    "ConnectionRefused",
    "FailedToOpenSocket",
    "DNSResolveFailed",
];

/// Codes that say so of a connection in the making, but also end one on which the request was sent, when a route is lost.
const UNREACHED_ON_CONNECT: [&str; 2] = ["EHOSTUNREACH", "ENETUNREACH"];

#[wasm_bindgen(module = "/pkg-template/errors.js")]
extern "C" {
    #[wasm_bindgen(js_name = createCause)]
    fn create_cause(name: &str, message: &str, code: Option<&str>, cause: &JsValue) -> JsValue;
}

/// A copy without secrets.
pub(crate) fn sanitized(thrown: &JsValue, secrets: &Secrets) -> JsValue {
    copy(thrown, secrets, DEEPEST)
}

/// Whether what was thrown says for certain that the server has not seen the request.
pub(crate) fn says_unreached(thrown: &JsValue) -> bool {
    let says_so = |value: &JsValue| {
        let Some(code) = text(value, "code") else { return false };
        let is_connecting = || text(value, "syscall").is_some_and(|call| call == "connect");
        UNREACHED.contains(&code.as_str()) || UNREACHED_ON_CONNECT.contains(&code.as_str()) && is_connecting()
    };
    says_so(thrown) || says_so(&member(thrown, "cause"))
}

fn copy(thrown: &JsValue, secrets: &Secrets, depth: u32) -> JsValue {
    if let Some(text) = thrown.as_string() {
        return secrets.redact_thrown(&text).into();
    }
    if depth == 0 || !thrown.is_object() {
        return JsValue::UNDEFINED;
    }
    let shown = |name| text(thrown, name).map(|text| secrets.redact_thrown(&text));
    let cause = copy(&member(thrown, "cause"), secrets, depth - 1);
    create_cause(
        shown("name").as_deref().unwrap_or("Error"),
        shown("message").as_deref().unwrap_or_default(),
        shown("code").as_deref(),
        &cause,
    )
}

fn text(value: &JsValue, name: &str) -> Option<String> {
    member(value, name).as_string()
}
