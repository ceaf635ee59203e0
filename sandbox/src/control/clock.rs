use super::context::Context;
use crate::api_error::ApiError;
use crate::clock::Clock;
use crate::http::Response;
use crate::json_object::type_error;
use serde_json::json;

/// The length of the years 1970 to 9999, within which the clock stays.
const MAX_ADVANCE_MS: i64 = 253_402_300_800_000;

/// Handles `clock`, `clock/advance` and `clock/resume`.
pub(super) fn handle(context: &mut Context<'_>, path: &[&str], method: &str) -> Result<Response, ApiError> {
    let clock = match (path, method) {
        (["clock"], "GET") => context.state.clock,
        (["clock"], "PUT") => parse_stopped(context)?,
        (["clock", "advance"], "POST") => parse_advanced(context)?,
        (["clock", "resume"], "POST") => Clock::SYSTEM,
        (["clock"], _) => return Err(ApiError::MethodNotAllowed("GET, PUT")),
        (["clock", "advance" | "resume"], _) => return Err(ApiError::MethodNotAllowed("POST")),
        _ => return Err(ApiError::not_found("path")),
    };
    context.state.clock = clock;
    let now = clock.now(context.environment.system_time());
    Ok(Response::json(200, &json!({ "now": now, "running": clock.is_running() })))
}

fn parse_stopped(context: &Context<'_>) -> Result<Clock, ApiError> {
    let now = context.json(&["now"])?.optional_time("now")?;
    now.map(|at| Clock::Stopped { at }).ok_or_else(|| type_error("now", "a time", None))
}

fn parse_advanced(context: &Context<'_>) -> Result<Clock, ApiError> {
    let body = context.json(&["milliseconds"])?;
    let milliseconds = body.optional_integer("milliseconds", -MAX_ADVANCE_MS, MAX_ADVANCE_MS)?;
    let milliseconds = milliseconds.ok_or_else(|| type_error("milliseconds", "an integer", None))?;
    let clock = context.state.clock.advanced(milliseconds, context.environment.system_time());
    clock.ok_or_else(|| {
        ApiError::invalid("milliseconds: expected a number that keeps the clock in the years 1970 to 9999")
    })
}
