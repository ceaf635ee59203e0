//! Events: what happens to a key, and the step it takes.

use js_sys::Array;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use super::{policy, verdict, whole};
use crate::{Event, Failure, Method, Outcome, Policy, SendEvent, UserEvent};

/// Checks a policy as `Policy::from_numbers` takes it, and gives it as a row.
#[wasm_bindgen(js_name = policyRow)]
pub fn policy_row(numbers: &[f64], cool_downs: Option<Vec<f64>>) -> Result<String, JsError> {
    let numbers = numbers.try_into().map_err(|_| JsError::new("expected ten numbers"))?;
    Ok(Policy::from_numbers(numbers, cool_downs.as_deref())?.to_row())
}

/// A send to the user is wanted.
#[wasm_bindgen(js_name = startEvent)]
pub fn start_event(policy_row: &str, now: f64, method: &str) -> Result<String, JsError> {
    user_event(policy_row, now, UserEvent::Start(parse_method(method)?))
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

/// A send is wanted from an address, or of the whole gateway.
#[wasm_bindgen(js_name = sendEvent)]
pub fn send_event(policy_row: &str, now: f64, is_in_all: bool) -> Result<String, JsError> {
    sends_event(policy_row, now, is_in_all, SendEvent::Send)
}

/// The API started what the verdict granted.
#[wasm_bindgen(js_name = startedEvent)]
pub fn started_event(policy_row: &str, now: f64, granted: &str, method: &str) -> Result<String, JsError> {
    user_event(policy_row, now, UserEvent::Started(verdict(granted)?.grant, parse_method(method)?))
}

/// The start that the verdict granted failed.
#[wasm_bindgen(js_name = startFailedEvent)]
pub fn start_failed_event(
    policy_row: &str,
    now: f64,
    granted: &str,
    asked: &str,
    code: &str,
    status: Option<u16>,
) -> Result<String, JsError> {
    let failure = Failure::new(code, status, None);
    user_event(policy_row, now, failure.settle_start(verdict(granted)?.grant, parse_method(asked)?))
}

/// A start failed, so an address, or the whole gateway, gets its send back; undefined where the send may have taken place.
#[wasm_bindgen(js_name = giveBackEvent)]
pub fn give_back_event(
    policy_row: &str,
    now: f64,
    is_in_all: bool,
    granted: &str,
    code: &str,
    status: Option<u16>,
) -> Result<Option<String>, JsError> {
    if !Failure::new(code, status, None).sent_nothing() {
        return Ok(None);
    }
    sends_event(policy_row, now, is_in_all, SendEvent::GiveBack(verdict(granted)?.grant)).map(Some)
}

/// The API judged the PIN for which the verdict granted an attempt.
#[wasm_bindgen(js_name = judgedEvent)]
pub fn judged_event(policy_row: &str, now: f64, granted: &str, is_right: bool) -> Result<String, JsError> {
    let generation = verdict(granted)?.grant;
    let judged = if is_right { UserEvent::Right(generation) } else { UserEvent::Wrong(generation) };
    user_event(policy_row, now, judged)
}

/// The call for which the verdict granted an attempt failed; undefined where that changes nothing.
#[wasm_bindgen(js_name = attemptFailedEvent)]
pub fn attempt_failed_event(
    policy_row: &str,
    now: f64,
    granted: &str,
    code: &str,
    status: Option<u16>,
) -> Result<Option<String>, JsError> {
    let settlement = Failure::new(code, status, None).settle_attempt(verdict(granted)?.grant);
    settlement.map(|settlement| user_event(policy_row, now, settlement)).transpose()
}

/// Tells whether a verdict is `granted`, `decoy` or `refused`.
#[wasm_bindgen]
pub fn standing(row: &str) -> Result<String, JsError> {
    let standing = match verdict(row)?.outcome {
        Outcome::Granted => "granted",
        Outcome::Decoy => "decoy",
        _ => "refused",
    };
    Ok(standing.to_owned())
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

fn sends_event(policy_row: &str, now: f64, is_in_all: bool, event: SendEvent) -> Result<String, JsError> {
    let policy = policy(policy_row)?;
    let limit = if is_in_all { policy.sends_in_all } else { policy.sends_per_address };
    Ok(Event::Sends { event, now: whole(now)?, limit }.to_row())
}

fn parse_method(text: &str) -> Result<Method, JsError> {
    Method::parse(text).ok_or_else(|| JsError::new("expected the method sms or totp"))
}
