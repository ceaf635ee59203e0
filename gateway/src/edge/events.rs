//! Events: what happens to a key, and the step it takes.

use js_sys::Array;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use super::{outcomes, read_policy, verdict, whole};
use crate::{Event, Method, Outcome, SendEvent, SendLimit, UserEvent, request, settle};

/// A start is wanted: gives a pair of key and event for each whom the send concerns, the user first. What is no IP address has no limit.
#[wasm_bindgen(js_name = startEvents)]
pub fn start_events(policy_row: &str, now: f64, user_id: &str, method: &str, address: &str) -> Result<Array, JsError> {
    let policy = read_policy(policy_row)?;
    let method = Method::parse(method).ok_or_else(|| JsError::new("expected the method sms or totp"))?;
    let events = Array::of1(&user_event(policy_row, now, user_id, UserEvent::Start(method))?);
    if let Some(address) = request::address(address) {
        events.push(&send_event(policy.sends_per_address, now, &format!("address/{address}"))?);
    }
    events.push(&send_event(policy.sends_in_all, now, "all")?);
    Ok(events)
}

/// A PIN is to be tried: gives the pair of key and event, alone in a list.
#[wasm_bindgen(js_name = attemptEvents)]
pub fn attempt_events(policy_row: &str, now: f64, user_id: &str) -> Result<Array, JsError> {
    Ok(Array::of1(&user_event(policy_row, now, user_id, UserEvent::Attempt)?))
}

/// Someone asks where the user stands: gives the pair of key and event.
#[wasm_bindgen(js_name = statusEvent)]
pub fn status_event(policy_row: &str, now: f64, user_id: &str) -> Result<JsValue, JsError> {
    user_event(policy_row, now, user_id, UserEvent::Status)
}

/// Tells whether a verdict is `granted`, `decoy`, `noted` or `refused`.
#[wasm_bindgen]
pub fn standing(row: &str) -> Result<String, JsError> {
    let standing = match verdict(row)?.outcome {
        Outcome::Granted => "granted",
        Outcome::Decoy => "decoy",
        Outcome::Noted => "noted",
        Outcome::TooMany { .. } | Outcome::Spent { .. } | Outcome::NotStarted => "refused",
    };
    Ok(standing.to_owned())
}

/// Gives the event that settles a granted one, undefined where it stays as it was counted. For the outcome see `outcomes`.
#[wasm_bindgen]
pub fn settlement(granted: &str, verdict_row: &str, now: f64, outcome: &JsValue) -> Result<Option<String>, JsError> {
    let settlement = settle(&Event::from_row(granted)?, &verdict(verdict_row)?, outcomes::fate(outcome), whole(now)?);
    Ok(settlement.map(|event| event.to_row()))
}

/// Takes a key's step: gives the new state, the verdict, and the milliseconds after which the state can be forgotten.
#[wasm_bindgen]
pub fn step(state: &str, event: &str) -> Result<Array, JsError> {
    let step = crate::step(state, &Event::from_row(event)?)?;
    let verdict = step.verdict.to_row();
    Ok(Array::of3(&step.state.into(), &verdict.into(), &JsValue::from_f64(step.forget_after_ms as f64)))
}

fn user_event(policy_row: &str, now: f64, user_id: &str, event: UserEvent) -> Result<JsValue, JsError> {
    let event = Event::User { event, now: whole(now)?, policy: read_policy(policy_row)? };
    Ok(pair(&format!("user/{user_id}"), &event))
}

fn send_event(limit: SendLimit, now: f64, key: &str) -> Result<JsValue, JsError> {
    Ok(pair(key, &Event::Sends { event: SendEvent::Send, now: whole(now)?, limit }))
}

fn pair(key: &str, event: &Event) -> JsValue {
    Array::of2(&key.into(), &event.to_row().into()).into()
}
