//! Values from and to JavaScript.

use js_sys::Reflect;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::{JsError, JsValue};

use crate::{ApiFailure, ApiOutcome, Decision, DecisionKind, ErrorCode, Event, Method, request};

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
    let unknown = || JsError::new("expected an event of this version");
    let mut rest = text.chars();
    let clock = rest.next().filter(|clock| [SYSTEM_TIME, OWN_TIME].contains(clock)).ok_or_else(unknown)?;
    Ok((clock == SYSTEM_TIME, from_json(rest.as_str())?))
}

/// Writes the text of an event.
pub(crate) fn event_text(is_system_time: bool, event: &Event) -> Result<String, JsError> {
    Ok(format!("{}{}", if is_system_time { SYSTEM_TIME } else { OWN_TIME }, to_json(event)?))
}

/// Writes a decision so that JavaScript can act on it without another call: its first character is the kind, its second says whether there are notes.
pub(crate) fn decision_text(decision: &Decision) -> Result<String, JsError> {
    let kind = match decision.kind {
        DecisionKind::Allow => 'a',
        DecisionKind::Decoy => 'y',
        DecisionKind::Recorded => 'r',
        DecisionKind::Deny(_) => 'd',
    };
    let has_notes = decision.is_lockout_new || decision.behind_ms.is_some();
    Ok(format!("{kind}{}{}", if has_notes { '!' } else { '-' }, to_json(decision)?))
}

/// Reads a decision.
pub(crate) fn decision(text: &str) -> Result<Decision, JsError> {
    from_json(text.get(2..).unwrap_or(""))
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
fn api_failure(outcome: &JsValue) -> Option<ApiFailure> {
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

/// The method of an outcome.
pub(crate) fn method_of(read: ApiOutcome, outcome: &JsValue) -> Option<Method> {
    if let ApiOutcome::Started(started) = read { Some(started) } else { method(&property(outcome, "result")) }
}

/// Reads the method of the API's result, if it returned one.
fn method(result: &JsValue) -> Option<Method> {
    property(result, "method").as_string().as_deref().and_then(Method::parse)
}
