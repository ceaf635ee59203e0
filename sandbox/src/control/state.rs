//! Handlers for the state as a whole: settings, profile, requests, snapshot, reset and magic values.

use super::context::Context;
use crate::api_error::ApiError;
use crate::environment::Environment;
use crate::event::Event;
use crate::fixed_pins::FixedPins;
use crate::http::Response;
use crate::json_object::type_error;
use crate::magic::{MAGIC_FAULTS, MAGIC_PINS, MAGIC_REPLIES, MagicFault, MagicPin};
use crate::options::parse_profile;
use crate::randomness::Randomness;
use crate::snapshot;
use crate::snapshot_chunks::SnapshotChunks;
use serde_json::{Value, json};

/// Handles `GET settings`.
pub(super) fn settings(context: &Context<'_>) -> Response {
    let options = &context.environment.options;
    let settings = json!({
        "username": options.username,
        "password": options.password,
        "profile": context.state.profile,
        "pinLength": options.pin_length,
        "pinLifetimeMs": options.pin_lifetime_ms,
        "maxAttempts": options.max_attempts,
    });
    Response::json(200, &settings)
}

/// Handles `GET` and `PUT profile`.
pub(super) fn profile(context: &mut Context<'_>, method: &str) -> Result<Response, ApiError> {
    match method {
        "GET" => {}
        "PUT" => {
            let profile = parse_profile(&context.json(&["profile"])?)?;
            context.state.profile = profile.ok_or_else(|| type_error("profile", "docs or sdk", None))?;
        }
        _ => return Err(ApiError::MethodNotAllowed("GET, PUT")),
    }
    Ok(Response::json(200, &json!({ "profile": context.state.profile })))
}

/// Handles `GET` and `PUT pins`, which replaces all fixed PINs.
pub(super) fn pins(context: &mut Context<'_>, method: &str) -> Result<Response, ApiError> {
    match method {
        "GET" => {}
        "PUT" => {
            let body = context.json(&["pins"])?;
            let pins = body.get("pins").unwrap_or(&Value::Null);
            context.state.pins = FixedPins::parse("pins", pins, context.environment.options.pin_length)?;
        }
        _ => return Err(ApiError::MethodNotAllowed("GET, PUT")),
    }
    Ok(Response::json(200, &json!({ "pins": context.state.pins })))
}

/// Handles `GET requests`.
pub(super) fn requests(context: &Context<'_>) -> Response {
    Response::json(200, &json!({ "requests": context.state.requests }))
}

/// Handles `GET` and `PUT snapshot`. The snapshot of the root includes all spaces; restoring one without spaces leaves them unchanged.
pub(super) fn snapshot(context: &mut Context<'_>, method: &str) -> Result<Response, ApiError> {
    match method {
        "GET" => {
            let chunks = SnapshotChunks::new(context.state, context.spaces.as_deref());
            let snapshot = chunks.and_then(SnapshotChunks::collect).map_err(|_| ApiError::not_serializable())?;
            Ok(Response::text(200, "application/json", snapshot))
        }
        "PUT" => {
            let Environment { options, runtime, .. } = context.environment;
            let content = snapshot::parse(&context.request.body, options, runtime.as_ref())?;
            context.restore(content)?;
            Ok(Response::empty(204))
        }
        _ => Err(ApiError::MethodNotAllowed("GET, PUT")),
    }
}

/// Handles `POST reset`, which does not affect other spaces. With a seed the random draws start over; without one they continue, which is indistinguishable from a new start.
pub(super) fn reset(context: &mut Context<'_>) -> Response {
    let seed = context.environment.options.seed;
    let randomness = seed.map_or_else(|| context.state.randomness.clone(), Randomness::from_seed);
    context.state.replace(context.environment.initial_state(randomness));
    context.state.events.push(Event::Reset);
    Response::empty(204)
}

/// Handles `GET magic-values`.
pub(super) fn magic_values() -> Response {
    let faults: Vec<Value> = MAGIC_FAULTS.iter().map(fault_row).collect();
    let pins: Vec<Value> = MAGIC_PINS.iter().map(pin_row).collect();
    let replies: Vec<Value> = MAGIC_REPLIES.iter().map(reply_row).collect();
    Response::json(200, &json!({ "faults": faults, "pins": pins, "replies": replies }))
}

fn fault_row(magic: &MagicFault) -> Value {
    json!({ "fqdn": magic.fqdn(), "idInService": magic.id_in_service(), "id": magic.id(), "outcome": magic.outcome })
}

fn reply_row((phone_number, reply): &(&str, &str)) -> Value {
    json!({ "phoneNumber": phone_number, "reply": reply })
}

fn pin_row(magic: &MagicPin) -> Value {
    let MagicPin { phone_number, valid_phone_number, pin, outcome, .. } = magic;
    json!({ "phoneNumber": phone_number, "validPhoneNumber": valid_phone_number, "pin": pin, "outcome": outcome })
}
