//! Decisions, settlements, and the step that a store takes for each event.

use js_sys::Array;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use crate::wasm::values;
use crate::{Decision, DecisionKind, Denial, settle};

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
