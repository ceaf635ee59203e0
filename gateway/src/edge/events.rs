//! Events: what happens to a key, and the step it takes.

use js_sys::Array;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use super::{policy, verdict, whole};
use crate::{Event, Fate, Method, Outcome, Policy, SendEvent, SendLimit, UserEvent, settle};

/// Checks a policy as `Policy::from_numbers` takes it, and gives it as a row.
#[wasm_bindgen(js_name = policyRow)]
pub fn policy_row(numbers: &[f64], cool_downs: Option<Vec<f64>>) -> Result<String, JsError> {
    let numbers = numbers.try_into().map_err(|_| JsError::new("expected ten numbers"))?;
    Ok(Policy::from_numbers(numbers, cool_downs.as_deref())?.to_row())
}

/// A send to the user is wanted.
#[wasm_bindgen(js_name = startEvent)]
pub fn start_event(policy_row: &str, now: f64, method: &str) -> Result<String, JsError> {
    let method = Method::parse(method).ok_or_else(|| JsError::new("expected the method sms or totp"))?;
    user_event(policy_row, now, UserEvent::Start(method))
}

/// A PIN is to be tried.
#[wasm_bindgen(js_name = attemptEvent)]
pub fn attempt_event(policy_row: &str, now: f64) -> Result<String, JsError> {
    user_event(policy_row, now, UserEvent::Attempt)
}

/// Someone asks where the user stands.
#[wasm_bindgen(js_name = statusEvent)]
pub fn status_event(policy_row: &str, now: f64) -> Result<String, JsError> {
    user_event(policy_row, now, UserEvent::Status)
}

/// A send is wanted from an address.
#[wasm_bindgen(js_name = addressEvent)]
pub fn address_event(policy_row: &str, now: f64) -> Result<String, JsError> {
    send_event(policy(policy_row)?.sends_per_address, now)
}

/// A send is wanted of the whole gateway.
#[wasm_bindgen(js_name = gatewayEvent)]
pub fn gateway_event(policy_row: &str, now: f64) -> Result<String, JsError> {
    send_event(policy(policy_row)?.sends_in_all, now)
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

/// Gives the event that settles a granted one, undefined where it stays as it was counted. For the word see `Fate::parse`.
#[wasm_bindgen]
pub fn settlement(
    granted: &str,
    verdict_row: &str,
    now: f64,
    word: &str,
    status: Option<u16>,
) -> Result<Option<String>, JsError> {
    let settlement = settle(&Event::from_row(granted)?, &verdict(verdict_row)?, Fate::parse(word, status), whole(now)?);
    Ok(settlement.map(|event| event.to_row()))
}

/// Takes a key's step: gives the new state, the verdict, and the milliseconds after which the state can be forgotten.
#[wasm_bindgen]
pub fn step(state: &str, event: &str) -> Result<Array, JsError> {
    let step = crate::step(state, &Event::from_row(event)?)?;
    let verdict = step.verdict.to_row();
    Ok(Array::of3(&step.state.into(), &verdict.into(), &JsValue::from_f64(step.forget_after_ms as f64)))
}

fn user_event(policy_row: &str, now: f64, event: UserEvent) -> Result<String, JsError> {
    Ok(Event::User { event, now: whole(now)?, policy: policy(policy_row)? }.to_row())
}

fn send_event(limit: SendLimit, now: f64) -> Result<String, JsError> {
    Ok(Event::Sends { event: SendEvent::Send, now: whole(now)?, limit }.to_row())
}
