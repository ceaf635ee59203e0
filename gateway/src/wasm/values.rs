//! Values from and to JavaScript.

use js_sys::Reflect;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::{JsError, JsValue};

use crate::{ApiFailure, ApiOutcome, ErrorCode, Method};

/// Reads a property, undefined if there is none or its getter throws.
pub(crate) fn property(object: &JsValue, name: &str) -> JsValue {
    // Only a value that is no object throws; its properties are undefined like those of an empty one.
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Converts a JavaScript time, which may be a fraction, to whole milliseconds.
pub(crate) fn milliseconds(time: f64) -> Result<u64, JsError> {
    let is_time = (0.0..=8.64e15).contains(&time);
    is_time.then_some(time as u64).ok_or_else(|| JsError::new("expected milliseconds since the epoch"))
}

pub(crate) fn from_json<T: DeserializeOwned>(json: &str) -> Result<T, JsError> {
    Ok(serde_json::from_str(json)?)
}

pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<String, JsError> {
    Ok(serde_json::to_string(value)?)
}

/// Reads the outcome of an API call: `{ result }`, or `{ failure }` with whatever was thrown.
pub(crate) fn api_outcome(outcome: &JsValue) -> ApiOutcome {
    if let Some(failure) = api_failure(outcome) {
        return ApiOutcome::Failed(failure);
    }
    let result = property(outcome, "result");
    let verified = property(&result, "verified");
    if !verified.is_undefined() {
        return if verified == true { ApiOutcome::Verified } else { ApiOutcome::Rejected };
    }
    let unknown = ApiFailure { code: ErrorCode::Unknown, status: None, retry_after_ms: None };
    method(&result).map_or(ApiOutcome::Failed(unknown), ApiOutcome::Started)
}

/// Reads the failure of an outcome, if it is one. Anything may have been thrown; a value that is no client error is an unknown failure.
pub(crate) fn api_failure(outcome: &JsValue) -> Option<ApiFailure> {
    let thrown = property(outcome, "failure");
    (!thrown.is_undefined()).then(|| {
        let number = |name| property(&thrown, name).as_f64().filter(|number| *number > 0.0);
        ApiFailure {
            code: property(&thrown, "code").as_string().map_or(ErrorCode::Unknown, |code| ErrorCode::parse(&code)),
            status: number("status").map(|status| status as u16),
            retry_after_ms: number("retryAfterMs").and_then(|time| milliseconds(time).ok()),
        }
    })
}

/// Reads the method of the API's result, if it returned one.
pub(crate) fn method(result: &JsValue) -> Option<Method> {
    property(result, "method").as_string().as_deref().and_then(Method::parse)
}
