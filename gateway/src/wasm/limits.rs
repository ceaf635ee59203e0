//! Events, and the step that a store takes for each.

use js_sys::Array;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use crate::wasm::values;
use crate::{
    Decision, DecisionKind, Denial, Event, Method, SendEvent, SendLimit, UserEvent, address_key, request, settle,
};

/// Returns triples of scope, key and event that reserve a start: for the `user`, the `address` and `global`, in this order. A blank
/// address has no limit.
#[wasm_bindgen(js_name = startEvents)]
pub fn start_events(policy: &str, now: f64, user_id: &str, method: &str, address: &str) -> Result<Array, JsError> {
    let limits: crate::Policy = values::from_json(policy)?;
    let method = Method::parse(method).ok_or_else(|| JsError::new("expected the method sms or totp"))?;
    let events = Array::of1(&user_event(policy, now, user_id, UserEvent::ReserveSend(method))?);
    if let Some(address) = address_key(address) {
        events.push(&send_event(limits.sends_per_address, now, "address", &format!("address/{address}"))?);
    }
    events.push(&send_event(limits.sends_global, now, "global", "global")?);
    Ok(events)
}

/// Returns the triple of scope, key and event that reserves a PIN attempt, alone in a list.
#[wasm_bindgen(js_name = attemptEvents)]
pub fn attempt_events(policy: &str, now: f64, user_id: &str) -> Result<Array, JsError> {
    Ok(Array::of1(&user_event(policy, now, user_id, UserEvent::ReserveAttempt)?))
}

/// Returns the triple of scope, key and event that reads the user's status.
#[wasm_bindgen(js_name = statusEvent)]
pub fn status_event(policy: &str, now: f64, user_id: &str) -> Result<JsValue, JsError> {
    user_event(policy, now, user_id, UserEvent::Status)
}

/// Returns the triple of scope, key and event that ends the user's lockout.
#[wasm_bindgen(js_name = unlockEvent)]
pub fn unlock_event(policy: &str, now: f64, user_id: &str) -> Result<JsValue, JsError> {
    user_event(policy, now, user_id, UserEvent::Unlock)
}

/// Reads a decision: whether it is `allow`, `decoy`, `recorded` or `deny`, and the end of the lockout if the event started one.
#[wasm_bindgen(js_name = readDecision)]
pub fn read_decision(decision: &str) -> Result<Array, JsError> {
    let decision: Decision = values::from_json(decision)?;
    let kind = match decision.kind {
        DecisionKind::Allow => "allow",
        DecisionKind::Decoy => "decoy",
        DecisionKind::Recorded => "recorded",
        DecisionKind::Deny(_) => "deny",
    };
    let new_lockout = decision.locked_until.filter(|_| decision.is_lockout_new);
    Ok(Array::of2(&kind.into(), &new_lockout.map(|until| until as f64).into()))
}

/// The limit that denied an event, by the name of the policy's field, and how long to wait: `{ limit, retryAfterMs }`. The scope is that of
/// the event.
#[wasm_bindgen(js_name = denialDetail)]
pub fn denial_detail(decision: &str, scope: &str, now: f64) -> Result<String, JsError> {
    let DecisionKind::Deny(denial) = values::from_json::<Decision>(decision)?.kind else { return Ok("{}".to_owned()) };
    let (limit, until) = match (denial, scope) {
        (Denial::Cooldown { until }, _) => ("resendCooldownSeconds", Some(until)),
        (Denial::TooManySends { until }, "user") => ("sendsPerUser", Some(until)),
        (Denial::TooManySends { until }, "address") => ("sendsPerAddress", Some(until)),
        (Denial::TooManySends { until }, _) => ("sendsGlobal", Some(until)),
        (Denial::AttemptsExhausted { until }, _) => ("maxAttempts", Some(until)),
        (Denial::NotStarted, _) => ("notStarted", None),
    };
    let now = values::milliseconds(now)?;
    let retry_after_ms = until.map(|until| until.saturating_sub(now));
    values::to_json(&serde_json::json!({ "limit": limit, "retryAfterMs": retry_after_ms }))
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
    triple("user", &format!("user/{}", request::canonical_id(user_id)), &event)
}

fn send_event(limit: SendLimit, now: f64, scope: &str, key: &str) -> Result<JsValue, JsError> {
    triple(scope, key, &Event::Sends { event: SendEvent::Reserve, now: values::milliseconds(now)?, limit })
}

fn triple(scope: &str, key: &str, event: &Event) -> Result<JsValue, JsError> {
    Ok(Array::of3(&scope.into(), &key.into(), &values::to_json(event)?.into()).into())
}
