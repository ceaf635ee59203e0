//! Events, and the step that a store takes for each.

use js_sys::Array;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use crate::wasm::values;
use crate::{Decision, DecisionKind, Event, Method, SendEvent, SendLimit, UserEvent, address_key, settle};

/// Returns pairs of key and event that reserve a start: for the user, the address and the gateway, in this order. A blank address has no
/// limit.
#[wasm_bindgen(js_name = startEvents)]
pub fn start_events(policy: &str, now: f64, user_id: &str, method: &str, address: &str) -> Result<Array, JsError> {
    let limits: crate::Policy = values::from_json(policy)?;
    let method = Method::parse(method).ok_or_else(|| JsError::new("expected the method sms or totp"))?;
    let events = Array::of1(&user_event(policy, now, user_id, UserEvent::ReserveSend(method))?);
    if let Some(address) = address_key(address) {
        events.push(&send_event(limits.sends_per_address, now, &format!("address/{address}"))?);
    }
    events.push(&send_event(limits.sends_global, now, "global")?);
    Ok(events)
}

/// Returns the pair of key and event that reserves a PIN attempt, alone in a list.
#[wasm_bindgen(js_name = attemptEvents)]
pub fn attempt_events(policy: &str, now: f64, user_id: &str) -> Result<Array, JsError> {
    Ok(Array::of1(&user_event(policy, now, user_id, UserEvent::ReserveAttempt)?))
}

/// Returns the pair of key and event that reads the user's status.
#[wasm_bindgen(js_name = statusEvent)]
pub fn status_event(policy: &str, now: f64, user_id: &str) -> Result<JsValue, JsError> {
    user_event(policy, now, user_id, UserEvent::Status)
}

/// Whether a decision is `allow`, `decoy`, `recorded` or `deny`.
#[wasm_bindgen(js_name = decisionKind)]
pub fn decision_kind(decision: &str) -> Result<String, JsError> {
    let kind = match values::from_json::<Decision>(decision)?.kind {
        DecisionKind::Allow => "allow",
        DecisionKind::Decoy => "decoy",
        DecisionKind::Recorded => "recorded",
        DecisionKind::Deny(_) => "deny",
    };
    Ok(kind.to_owned())
}

/// Returns the event that settles a reservation, undefined if it stays as it was counted.
#[wasm_bindgen]
pub fn settlement(reserved: &str, decision: &str, now: f64, outcome: &JsValue) -> Result<Option<String>, JsError> {
    let (reserved, decision) = (values::from_json(reserved)?, values::from_json(decision)?);
    let event = settle(&reserved, &decision, values::api_outcome(outcome), values::milliseconds(now)?);
    event.map(|event| values::to_json(&event)).transpose()
}

/// Applies an event to a key's state, as every store has to: returns the new state, the decision, and the milliseconds after which the
/// state may be deleted. A new key's state is empty; an empty new state means that the key can be deleted at once.
#[wasm_bindgen]
pub fn step(state: &str, event: &str) -> Result<Array, JsError> {
    let step = crate::step(state, &values::from_json(event)?)?;
    let decision = values::to_json(&step.decision)?;
    Ok(Array::of3(&step.state.into(), &decision.into(), &JsValue::from_f64(step.forget_after_ms as f64)))
}

fn user_event(policy: &str, now: f64, user_id: &str, event: UserEvent) -> Result<JsValue, JsError> {
    let event = Event::User { event, now: values::milliseconds(now)?, policy: values::from_json(policy)? };
    pair(&format!("user/{user_id}"), &event)
}

fn send_event(limit: SendLimit, now: f64, key: &str) -> Result<JsValue, JsError> {
    pair(key, &Event::Sends { event: SendEvent::Reserve, now: values::milliseconds(now)?, limit })
}

fn pair(key: &str, event: &Event) -> Result<JsValue, JsError> {
    Ok(Array::of2(&key.into(), &values::to_json(event)?.into()).into())
}
