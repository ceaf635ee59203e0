//! The step that a store takes for each event, and what follows from its decision.

use js_sys::Array;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use crate::wasm::values;
use crate::{
    ApiFailure, ApiOutcome, DecisionKind, Denial, Event, Method, Response, Route, SharedEvent, UserEvent, settle,
};

/// Applies an event to a key's state, as every store has to: returns the new state, the decision, and the milliseconds after which the
/// state may be deleted. A new key's state is empty. The new state is undefined if nothing changed, and empty if the key can be deleted at once.
///
/// A store that has a clock passes its time. It replaces the gateway's, unless the operator has set that by the option `now`.
#[wasm_bindgen]
pub fn step(state: &str, event: &str, store_now: Option<f64>) -> Result<Array, JsError> {
    let (is_system_time, event) = values::event(event)?;
    let store_now = store_now.filter(|_| is_system_time).map(values::milliseconds).transpose()?;
    let step = crate::step(state, &event, store_now)?;
    let decision = step.decision.to_string();
    let forget_after_ms = JsValue::from_f64(step.forget_after_ms as f64);
    Ok(Array::of3(&step.state.into(), &decision.into(), &forget_after_ms))
}

/// What a decision says besides its kind: `[lockedUntil, behindMs]`. The first is the end of a lockout that the event started.
#[wasm_bindgen(js_name = decisionNotes)]
pub fn decision_notes(decision: &str) -> Result<Array, JsError> {
    let decision = values::decision(decision)?;
    let new_lockout = decision.locked_until.filter(|_| decision.is_lockout_new);
    let number = |number: Option<u64>| number.map(|number| number as f64).into();
    Ok(Array::of2(&number(new_lockout), &number(decision.behind_ms)))
}

/// Returns the response to a denied call, the limit that denied it, by the name of the policy's field, and the milliseconds to wait. The scope is
/// that of the event.
#[wasm_bindgen]
pub fn deny(decision: &str, scope: &str, now: f64) -> Result<Array, JsError> {
    let (decision, now) = (values::decision(decision)?, values::milliseconds(now)?);
    let (limit, until) = match decision.kind {
        DecisionKind::Deny(Denial::Cooldown { until }) => ("resendCooldownSeconds", Some(until)),
        DecisionKind::Deny(Denial::TooManySends { until }) => (limit_of(scope), Some(until)),
        DecisionKind::Deny(Denial::AttemptsExhausted { until }) => ("maxAttempts", Some(until)),
        _ => ("notStarted", None),
    };
    let retry_after_ms = until.map(|until| until.saturating_sub(now) as f64);
    let response = values::to_json(&Response::denied(&decision, now))?;
    Ok(Array::of3(&response.into(), &limit.into(), &retry_after_ms.into()))
}

fn limit_of(scope: &str) -> &'static str {
    match scope {
        "user" => "sendsPerUser",
        "destination" => "sendsPerDestination",
        "network" => "sendsPerAddress",
        "failedPins" => "failedPinsPerAddress",
        _ => "sendsGlobal",
    }
}

/// Returns the event that refunds what an event has reserved. It may be applied any number of times.
#[wasm_bindgen(js_name = refundEvent)]
pub fn refund_event(event: &str, decision: &str, now: f64) -> Result<String, JsError> {
    let (is_system_time, event) = values::event(event)?;
    let (reservation, now) = (values::decision(decision)?.reservation, values::milliseconds(now)?);
    let event = match event {
        Event::User { event: UserEvent::ReserveAttempt { id }, policy, .. } => {
            Event::User { event: UserEvent::RefundAttempt { reservation, attempt: id }, now, policy }
        }
        Event::User { policy, .. } => Event::User { event: UserEvent::RefundSend { reservation }, now, policy },
        Event::Shared { limit, .. } => {
            Event::Shared { event: SharedEvent::Refund { id: reservation }, now, limit, settled: vec![] }
        }
    };
    Ok(values::event_text(is_system_time, &event))
}

/// Decides what follows from the outcome of a call: lines with the event of the user's key, empty if there is none, the flags, and the response.
///
/// `event` and `decision` are those of the user's reservation. The outcome is `verified` or `method` of the API's result, or the `code` of its error,
/// with `status` and `retry_after_ms`. Each flag is 0 or 1: the shared keys are refunded, a PIN was wrong, the failure is hidden, the call certainly
/// used nothing.
#[wasm_bindgen]
#[expect(clippy::too_many_arguments, reason = "plain values cross into wasm faster than an object")]
pub fn finish(
    event: &str,
    decision: &str,
    is_decoy: bool,
    now: f64,
    verified: Option<bool>,
    method: Option<String>,
    code: Option<String>,
    status: f64,
    retry_after_ms: f64,
) -> Result<String, JsError> {
    let (is_system_time, event) = values::event(event)?;
    let Event::User { event: reserved, policy, .. } = event else {
        return Err(JsError::new("expected a user's event"));
    };
    let (decision, now) = (values::decision(decision)?, values::milliseconds(now)?);
    let method = method.as_deref().and_then(Method::parse);
    let outcome = values::api_outcome(verified, method, code.as_deref(), status, retry_after_ms);
    let settlement = settle(reserved, decision.reservation, outcome);
    let settling = settlement.user.map(|event| Event::User { event, now, policy });
    let settling = settling.map(|event| values::event_text(is_system_time, &event)).unwrap_or_default();
    let route = if matches!(reserved, UserEvent::ReserveSend { .. }) { Route::Start } else { Route::Verify };
    let failure = if let ApiOutcome::Failed(failure) = outcome { Some(failure) } else { None };
    let is_hidden = failure.is_some_and(|failure| failure.is_hidden(route));
    let response = match (failure.filter(|_| !is_hidden), route, outcome) {
        (Some(failure), ..) => Response::api_failed(&failure),
        (None, Route::Start, _) if is_hidden => Response::started(&decision, Some(Method::Sms)),
        (None, Route::Start, _) => Response::started(&decision, method.filter(|_| !is_decoy)),
        (None, _, ApiOutcome::Verified) => Response::verified(&decision, method),
        _ => Response::rejected(&decision, now),
    };
    let used_nothing = failure.as_ref().is_some_and(ApiFailure::used_nothing);
    let flags = [settlement.refunds_shared, settlement.is_failed_pin, is_hidden, used_nothing];
    let flags: String = flags.map(|flag| if flag { '1' } else { '0' }).iter().collect();
    Ok(format!("{settling}\n{flags}\n{}", values::to_json(&response)?))
}
