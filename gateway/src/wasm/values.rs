//! Values from and to JavaScript.

use js_sys::Reflect;
use serde::Serialize;
use wasm_bindgen::prelude::{JsError, JsValue};

use crate::{ApiFailure, ApiOutcome, Decision, ErrorCode, Event, Method, request};

/// The first character of an event's text: whether its time is the system's, or a clock of the operator's.
pub(crate) const SYSTEM_TIME: char = 's';
pub(crate) const OWN_TIME: char = 'o';

/// The largest whole number of JavaScript.
const MAX_ID: f64 = 9_007_199_254_740_991.0;

/// Reads the id of a reservation.
pub(crate) fn id(id: f64) -> Result<u64, JsError> {
    let is_id = (1.0..=MAX_ID).contains(&id);
    is_id.then_some(id as u64).ok_or_else(|| JsError::new("expected an id from 1 to 2^53 - 1"))
}

/// The key of a user, the same for all spellings of a UUID.
pub(crate) fn user_key(user_id: &str) -> String {
    format!("user/{}", request::canonical_id(user_id))
}

/// Reads the text of an event: whether its time is the system's, and the event.
pub(crate) fn event(text: &str) -> Result<(bool, Event), JsError> {
    let is_system_time = text.starts_with(SYSTEM_TIME);
    let event = text.strip_prefix([SYSTEM_TIME, OWN_TIME]).unwrap_or("");
    Ok((is_system_time, event.parse()?))
}

/// Writes the text of an event.
pub(crate) fn event_text(is_system_time: bool, event: &Event) -> String {
    format!("{}{event}", if is_system_time { SYSTEM_TIME } else { OWN_TIME })
}

/// Reads a decision.
pub(crate) fn decision(text: &str) -> Result<Decision, JsError> {
    Ok(text.parse()?)
}

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

pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<String, JsError> {
    Ok(serde_json::to_string(value)?)
}

/// Reads the outcome of an API call. Whatever has no code and is no result is an unknown failure.
pub(crate) fn api_outcome(
    verified: Option<bool>,
    method: Option<Method>,
    code: Option<&str>,
    status: f64,
    retry_after_ms: f64,
) -> ApiOutcome {
    match (code, verified, method) {
        (None, Some(true), _) => ApiOutcome::Verified,
        (None, Some(false), _) => ApiOutcome::Rejected,
        (None, None, Some(method)) => ApiOutcome::Started(method),
        (code, ..) => ApiOutcome::Failed(ApiFailure {
            code: code.map_or(ErrorCode::Unknown, ErrorCode::parse),
            status: (status > 0.0).then_some(status as u16),
            retry_after_ms: (retry_after_ms > 0.0).then(|| milliseconds(retry_after_ms).ok()).flatten(),
        }),
    }
}
