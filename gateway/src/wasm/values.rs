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

/// Reads the text of an event: whether its time is the system's, and the event. Between the first character and the JSON may stand the ids of earlier
/// calls that have certainly sent something, separated by commas.
pub(crate) fn event(text: &str) -> Result<(bool, Event), JsError> {
    let unknown = || JsError::new("expected an event of this version");
    let mut rest = text.chars();
    let clock = rest.next().filter(|clock| [SYSTEM_TIME, OWN_TIME].contains(clock)).ok_or_else(unknown)?;
    let (ids, json) = rest.as_str().split_at(rest.as_str().find('{').ok_or_else(unknown)?);
    let mut event = from_json(json)?;
    if let Event::Shared { settled, .. } = &mut event {
        settled.extend(ids.split(',').filter_map(|id| id.parse::<u64>().ok()));
    }
    Ok((clock == SYSTEM_TIME, event))
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
