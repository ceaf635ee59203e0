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
const UNREACHED: [&str; 9] = [
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "UND_ERR_CONNECT_TIMEOUT",
    "ConnectionRefused",
    "FailedToOpenSocket",
    "DNSResolveFailed",
];

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
    let has_code = |value: &JsValue| text(value, "code").is_some_and(|code| UNREACHED.contains(&code.as_str()));
    has_code(thrown) || has_code(&member(thrown, "cause"))
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
