use crate::control::control_call::ControlCall;
use crate::faults::{Awaited, Faults, Random, RequestMatch};
use crate::http::{Refusal, Response};

/// The most that JavaScript counts to.
const MOST_TIMES: i64 = 9_007_199_254_740_991;

/// Serves `faults`: shown and cleared, added for the next requests or by chance.
pub(super) fn answer(call: &mut ControlCall<'_>, path: &[&str], method: &str) -> Result<Response, Refusal> {
    match (path, method) {
        (["faults"], "GET") => return Ok(Response::json(200, &call.state.faults)),
        (["faults"], "DELETE") => call.state.faults = Faults::default(),
        (["faults", "next"], "POST") => {
            let awaited = read_awaited(call)?;
            call.state.faults.add(awaited);
        }
        (["faults", "randomly"], "POST") => {
            let random = read_random(call)?;
            call.state.faults.add_random(random);
        }
        (["faults"], _) => return Err(Refusal::NotAllowed("DELETE, GET")),
        (["faults", "next" | "randomly"], _) => return Err(Refusal::NotAllowed("POST")),
        _ => return Err(Refusal::not_found("path")),
    }
    Ok(Response::empty(204))
}

fn read_awaited(call: &ControlCall<'_>) -> Result<Awaited, Refusal> {
    let fields = call.fields(&["fault", "match", "times"])?;
    let request_match: RequestMatch =
        if fields.get("match").is_some() { fields.read("match")? } else { RequestMatch::default() };
    let times = fields.optional_whole("times", 1, MOST_TIMES)?.unwrap_or(1);
    let awaited = Awaited { fault: fields.read("fault")?, request_match, times: times.unsigned_abs() };
    awaited.problem(call.machine).map_or(Ok(awaited), |problem| Err(Refusal::invalid(problem)))
}

fn read_random(call: &ControlCall<'_>) -> Result<Random, Refusal> {
    let fields = call.fields(&["fault", "chance"])?;
    let random = Random { chance: fields.read("chance")?, fault: fields.read("fault")? };
    random.problem().map_or(Ok(random), |problem| Err(Refusal::invalid(problem)))
}
