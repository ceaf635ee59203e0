use super::context::Context;
use crate::api_error::ApiError;
use crate::faults::{Faults, QueuedFault, RandomFault, RequestMatcher};
use crate::http::Response;
use crate::json_object::type_error;
use serde_json::Value;

/// JavaScript's `Number.MAX_SAFE_INTEGER`.
const MAX_TIMES: i64 = 9_007_199_254_740_991;

/// Handles `faults`, `faults/next` and `faults/randomly`.
pub(super) fn handle(context: &mut Context<'_>, path: &[&str], method: &str) -> Result<Response, ApiError> {
    match (path, method) {
        (["faults"], "GET") => return Ok(Response::json(200, &context.state.faults)),
        (["faults"], "DELETE") => context.state.faults = Faults::default(),
        (["faults", "next"], "POST") => {
            let queued = parse_queued(context)?;
            context.state.faults.push(queued);
        }
        (["faults", "randomly"], "POST") => {
            let random = parse_random(context)?;
            context.state.faults.push_random(random);
        }
        (["faults"], _) => return Err(ApiError::MethodNotAllowed("DELETE, GET")),
        (["faults", "next" | "randomly"], _) => return Err(ApiError::MethodNotAllowed("POST")),
        _ => return Err(ApiError::not_found("path")),
    }
    Ok(Response::empty(204))
}

fn parse_queued(context: &Context<'_>) -> Result<QueuedFault, ApiError> {
    let body = context.json(&["fault", "match", "times"])?;
    let matcher: RequestMatcher =
        if body.get("match").is_some() { body.deserialize("match")? } else { RequestMatcher::default() };
    let times = body.optional_integer("times", 1, MAX_TIMES)?.unwrap_or(1);
    let queued = QueuedFault { fault: body.deserialize("fault")?, matcher, times: times.unsigned_abs() };
    queued.validate(context.environment.runtime.as_ref()).map_err(ApiError::invalid)?;
    Ok(queued)
}

fn parse_random(context: &Context<'_>) -> Result<RandomFault, ApiError> {
    let body = context.json(&["fault", "chance"])?;
    let chance = body.get("chance").and_then(Value::as_f64);
    let chance = chance.ok_or_else(|| type_error("chance", "a number from 0 to 1", body.get("chance")))?;
    let random = RandomFault { chance, fault: body.deserialize("fault")? };
    random.validate().map_err(ApiError::invalid)?;
    Ok(random)
}
