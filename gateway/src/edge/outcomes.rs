//! How a call of the API ended, as JavaScript tells it: `{ result }`, or `{ failure }` with whatever was thrown.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::answers::to_json;
use super::{member, whole};
use crate::{Failure, Fate, Method};

/// No code of the client's: nobody knows what the call did.
const UNKNOWN: &str = "unknown";

/// Reads what the call means for what was counted.
pub(super) fn fate(outcome: &JsValue) -> Fate {
    if let Some(failure) = failure_of(outcome) {
        return Fate::Failed(failure);
    }
    let result = member(outcome, "result");
    let verified = member(&result, "verified");
    if !verified.is_undefined() {
        return if verified == true { Fate::Right } else { Fate::Wrong };
    }
    let method = member(&result, "method").as_string();
    method.as_deref().and_then(Method::parse).map_or(Fate::Failed(Failure::new(UNKNOWN, None, None)), Fate::Started)
}

/// Answers a failure of the API's; undefined where there was none, or where it has to look like an ordinary answer.
#[wasm_bindgen(js_name = failureAnswer)]
pub fn failure_answer(outcome: &JsValue) -> Option<String> {
    let failure = failure_of(outcome)?;
    (!failure.is_hidden()).then(|| to_json(&failure.answer()))
}

/// Anything may have been thrown; what is no error of the client's is an unknown failure.
fn failure_of(outcome: &JsValue) -> Option<Failure> {
    let thrown = member(outcome, "failure");
    (!thrown.is_undefined()).then(|| {
        let number = |name| member(&thrown, name).as_f64().filter(|number| *number > 0.0);
        let retry_after_ms = number("retryAfterMs").and_then(|milliseconds| whole(milliseconds).ok());
        let code = member(&thrown, "code").as_string();
        Failure::new(code.as_deref().unwrap_or(UNKNOWN), number("status").map(|status| status as u16), retry_after_ms)
    })
}
