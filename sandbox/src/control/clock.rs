use crate::clock::Clock;
use crate::control::control_call::ControlCall;
use crate::fields::expected;
use crate::http::{Refusal, Response};
use serde_json::json;

/// As far as a clock can be moved without leaving the years 1970 to 9999.
const FARTHEST_MS: i64 = 253_402_300_800_000;

/// Serves `clock`: shown, set to stand, advanced, and given back to the machine.
pub(super) fn answer(call: &mut ControlCall<'_>, path: &[&str], method: &str) -> Result<Response, Refusal> {
    let clock = match (path, method) {
        (["clock"], "GET") => call.state.clock,
        (["clock"], "PUT") => set(call)?,
        (["clock", "advance"], "POST") => advance(call)?,
        (["clock", "resume"], "POST") => Clock::MACHINE,
        (["clock"], _) => return Err(Refusal::NotAllowed("GET, PUT")),
        (["clock", "advance" | "resume"], _) => return Err(Refusal::NotAllowed("POST")),
        _ => return Err(Refusal::not_found("path")),
    };
    call.state.clock = clock;
    let now = clock.now(call.machine.now());
    Ok(Response::json(200, &json!({ "now": now, "running": clock.is_running() })))
}

fn set(call: &ControlCall<'_>) -> Result<Clock, Refusal> {
    let now = call.fields(&["now"])?.optional_time("now")?;
    now.map(|at| Clock::Standing { at }).ok_or_else(|| expected("now", "a time", None))
}

fn advance(call: &ControlCall<'_>) -> Result<Clock, Refusal> {
    let milliseconds = call.fields(&["milliseconds"])?.optional_whole("milliseconds", -FARTHEST_MS, FARTHEST_MS)?;
    let milliseconds = milliseconds.ok_or_else(|| expected("milliseconds", "a whole number", None))?;
    let clock = call.state.clock.advanced(milliseconds, call.machine.now());
    clock.ok_or_else(|| {
        Refusal::invalid("milliseconds: expected a number that keeps the clock in the years 1970 to 9999")
    })
}
