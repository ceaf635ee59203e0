//! What follows from decisions and from the outcomes of calls, and the responses that pages get.

use js_sys::Array;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use crate::wasm::steps::{milliseconds, read_with_clock, with_clock};
use crate::{
    ApiFailure, ApiOutcome, Decision, DecisionKind, Denial, ErrorCode, Event, Method, Response, SharedEvent, UserEvent,
    UserStatus, VerificationId, preflight, settle,
};

/// What a decision says besides its kind: `[lockedUntil, behindMs]`. The first is the end of a lockout that the event started.
#[wasm_bindgen(js_name = decisionNotes)]
pub fn decision_notes(decision: &str) -> Result<Array, JsError> {
    let decision = decision.parse::<Decision>()?;
    let new_lockout = decision.locked_until.filter(|_| decision.is_lockout_new);
    let number = |number: Option<u64>| number.map(|number| number as f64).into();
    Ok(Array::of2(&number(new_lockout), &number(decision.behind_ms)))
}

/// Returns the response to a denied call, the limit that denied it, by the name of the policy's field, and the milliseconds to wait. The scope is
/// that of the event.
#[wasm_bindgen]
pub fn deny(decision: &str, scope: &str, now: f64) -> Result<Array, JsError> {
    let (decision, now) = (decision.parse::<Decision>()?, milliseconds(now)?);
    let (limit, until) = match decision.kind {
        DecisionKind::Deny(Denial::Cooldown { until }) => ("resendCooldownSeconds", Some(until)),
        DecisionKind::Deny(Denial::TooManySends { until }) => (limit_of(scope), Some(until)),
        DecisionKind::Deny(Denial::AttemptsExhausted { until }) => ("maxAttempts", Some(until)),
        _ => ("notStarted", None),
    };
    let retry_after_ms = until.map(|until| until.saturating_sub(now) as f64);
    let response = Response::denied(&decision, now).lines();
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

/// Returns the event that refunds what an event has reserved. It may be applied any number of times. Only a user's needs the decision.
#[wasm_bindgen(js_name = refundEvent)]
pub fn refund_event(event: &str, decision: &str, now: f64) -> Result<String, JsError> {
    let (is_system_time, event) = read_with_clock(event)?;
    let now = milliseconds(now)?;
    let reservation = || decision.parse().map(|Decision { reservation, .. }| reservation);
    let event = match event {
        Event::User { event: UserEvent::ReserveAttempt { id, .. }, policy, .. } => {
            Event::User { event: UserEvent::RefundAttempt { reservation: reservation()?, attempt: id }, now, policy }
        }
        Event::User { policy, .. } => {
            Event::User { event: UserEvent::RefundSend { reservation: reservation()? }, now, policy }
        }
        Event::Shared { event: SharedEvent::Reserve { id }, limit, .. } => {
            Event::Shared { event: SharedEvent::Refund { id }, now, limit, settled: vec![] }
        }
        Event::Shared { event, limit, .. } => Event::Shared { event, now, limit, settled: vec![] },
    };
    Ok(with_clock(is_system_time, &event.to_string()))
}

/// Decides what follows from the outcome of a call: lines with the event of the user's key, empty if there is none, the flags, and the response.
///
/// `event` and `decision` are those of the user's reservation. The outcome is `verified` or `method` of the API's result, or the `code` of its error,
/// with `status` and `retry_after_ms`, and whether another verification has been asked with the same PIN. A start at Number Verification also has
/// `verification_id`, how long the API may accept its PIN, and the fingerprint of its `number`. Each flag is 0 or 1: the shared keys are refunded, a PIN was wrong, the failure is hidden, the call certainly
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
    follows_check: bool,
    verification_id: Option<String>,
    valid_ms: f64,
    number: u16,
) -> Result<String, JsError> {
    let (is_system_time, event) = read_with_clock(event)?;
    let Event::User { event: reserved, policy, .. } = event else {
        return Err(JsError::new("expected a user's event"));
    };
    let (decision, now) = (decision.parse::<Decision>()?, milliseconds(now)?);
    let method = method.as_deref().and_then(Method::parse);
    let failure = Failure { code: code.as_deref(), status, retry_after_ms, follows_check };
    let outcome = match verification_id.as_deref().and_then(VerificationId::parse) {
        Some(id) => ApiOutcome::VerificationStarted { id, valid_ms: milliseconds(valid_ms)?, number },
        None => api_outcome(verified, method, &failure),
    };
    let settlement = settle(&reserved, decision.reservation, &outcome);
    let settling = settlement.user.map(|event| Event::User { event, now, policy });
    let settling = settling.map(|event| with_clock(is_system_time, &event.to_string())).unwrap_or_default();
    let is_start = matches!(reserved, UserEvent::ReserveSend { .. });
    let failure = if let ApiOutcome::Failed(failure) = &outcome { Some(*failure) } else { None };
    let is_hidden = failure.is_some_and(|failure| match is_start {
        true => failure.is_hidden_at_start(),
        false => failure.is_hidden_at_verification(),
    });
    let response = match (failure.filter(|_| !is_hidden), is_start, &outcome) {
        (Some(failure), ..) => Response::api_failed(&failure),
        (None, true, _) if is_hidden => Response::started(&decision, Some(Method::Sms)),
        (None, true, _) => Response::started(&decision, method.filter(|_| !is_decoy)),
        (None, _, ApiOutcome::Verified) => Response::verified(&decision, method),
        _ => Response::rejected(&decision, now),
    };
    let used_nothing = failure.as_ref().is_some_and(ApiFailure::used_nothing);
    let flags = [settlement.refunds_shared, settlement.is_failed_pin, is_hidden, used_nothing];
    let flags: String = flags.map(|flag| if flag { '1' } else { '0' }).iter().collect();
    Ok([&settling, "\n", &flags, "\n", &response.lines()].concat())
}

/// What was thrown in place of a result.
struct Failure<'a> {
    code: Option<&'a str>,
    status: f64,
    retry_after_ms: f64,
    follows_check: bool,
}

/// Reads the outcome of an API call. Whatever has no code and is no result is an unknown failure.
fn api_outcome(verified: Option<bool>, method: Option<Method>, failure: &Failure<'_>) -> ApiOutcome {
    let Failure { code, status, retry_after_ms, follows_check } = *failure;
    match (code, verified, method) {
        (None, Some(true), _) => ApiOutcome::Verified,
        (None, Some(false), _) => ApiOutcome::Rejected,
        (None, None, Some(method)) => ApiOutcome::Started(method),
        (code, ..) => ApiOutcome::Failed(ApiFailure {
            code: code.map_or(ErrorCode::Unknown, ErrorCode::parse),
            status: (status > 0.0).then_some(status as u16),
            retry_after_ms: (retry_after_ms > 0.0).then(|| milliseconds(retry_after_ms).ok()).flatten(),
            follows_check,
        }),
    }
}

/// The response to a right PIN that is submitted again, and the method that it was sent by.
#[wasm_bindgen]
pub fn repeated(decision: &str) -> Result<Array, JsError> {
    let decision = decision.parse::<Decision>()?;
    let method = decision.status.method.map(Method::name);
    Ok(Array::of2(&Response::verified(&decision, None).lines().into(), &method.into()))
}

/// The number that the cookie of a trusted device gets, undefined if the device is not trusted.
#[wasm_bindgen(js_name = deviceNumber)]
pub fn device_number(decision: &str) -> Result<Option<f64>, JsError> {
    let decision = decision.parse::<Decision>()?;
    Ok((decision.kind == DecisionKind::Allow).then_some(decision.reservation as f64))
}

/// Returns the ids that a PIN has to be checked with at Number Verification, newest first.
#[wasm_bindgen(js_name = verificationIds)]
pub fn verification_ids(decision: &str) -> Result<Vec<String>, JsError> {
    let decision = decision.parse::<Decision>()?;
    Ok(decision.verifications.iter().map(|id| id.as_str().to_owned()).collect())
}

/// Whether the gateway can store text as the id of a verification.
#[wasm_bindgen(js_name = isVerificationId)]
pub fn is_verification_id(text: &str) -> bool {
    VerificationId::parse(text).is_some()
}

/// Refuses to send to the user's own number.
#[wasm_bindgen(js_name = forbiddenNumber)]
pub fn forbidden_number() -> String {
    Response::forbidden_number().lines()
}

/// Responds to a browser's preflight request.
#[wasm_bindgen(js_name = preflightResponse)]
pub fn preflight_response() -> String {
    preflight().lines()
}

/// Refuses a request by status.
#[wasm_bindgen(js_name = refusal)]
pub fn refusal(status: u16) -> String {
    Response::refusal(status).lines()
}

/// Responds with the user's status.
#[wasm_bindgen(js_name = statusResponse)]
pub fn status_response(decision: &str) -> Result<String, JsError> {
    Ok(Response::status(&decision.parse()?).lines())
}

/// The user's status for the site's own server, with times in milliseconds and the end of a lockout.
#[wasm_bindgen(js_name = statusDetail)]
pub fn status_detail(decision: &str) -> Result<String, JsError> {
    #[derive(serde::Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Detail {
        #[serde(flatten)]
        status: UserStatus,
        #[serde(skip_serializing_if = "Option::is_none")]
        locked_until: Option<u64>,
    }
    let decision: Decision = decision.parse()?;
    Ok(serde_json::to_string(&Detail { status: decision.status, locked_until: decision.locked_until })?)
}
