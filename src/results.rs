//! What the methods that return no class resolve with, as plain objects.

use wasm_bindgen::prelude::*;

use crate::api::Mismatch;
use crate::ctime;
use crate::json::JsJson;
use crate::object::Object;
use crate::wire::{Method, Outcome, Progress, Status, Verification};

/// What a delete resolves with.
pub(crate) fn nothing(_: &JsJson) -> Result<JsValue, Mismatch> {
    Ok(JsValue::UNDEFINED)
}

/// The contract's `AuthenticationResponse`.
pub(crate) fn authentication(requested: Method, in_use: Method) -> JsValue {
    Object::new().with_text("method", in_use.as_str()).with_text("requestedMethod", requested.as_str()).into()
}

/// The contract's `VerificationResponse`.
pub(crate) fn verification(Verification { method, outcome }: Verification) -> JsValue {
    let verified = outcome == Outcome::Verified;
    let object = Object::new().with("verified", verified).with_some("method", method.map(Method::as_str));
    match outcome {
        Outcome::Verified => object.into(),
        Outcome::Refused(status) => {
            let reason = status.as_ref().map_or("unknown", Status::reason);
            object.with("reason", reason).with_some("status", status.map(status_object)).into()
        }
    }
}

fn status_object(status: Status) -> JsValue {
    let object = Object::new().with_some("throttled", status.throttled).with_some("expired", status.expired);
    object.with_some("invalid", status.invalid).with_some("result", status.result).into()
}

/// The contract's `GatewayStatus`.
pub(crate) fn progress(progress: Progress) -> JsValue {
    let date = |time: Option<String>| time.and_then(|time| ctime::to_date(&time));
    Object::new()
        .with("started", progress.started)
        .with("verified", progress.verified)
        .with_some("method", progress.method.map(Method::as_str))
        .with_some("attemptsLeft", progress.attempts_left)
        .with_some("resendAt", date(progress.resend_at))
        .with_some("expiresAt", date(progress.expires_at))
        .into()
}
