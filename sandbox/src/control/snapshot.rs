use crate::control::control_call::ControlCall;
use crate::http::{Refusal, Response};
use crate::snapshot;

/// Serves `snapshot`: the whole state as it is, and another one in its place.
pub(super) fn answer(call: &mut ControlCall<'_>, method: &str) -> Result<Response, Refusal> {
    match method {
        "GET" => Ok(Response::json(200, &snapshot::take(call.state))),
        "PUT" => {
            let state = snapshot::read(&call.request.body, call.machine)?;
            call.state.turn_into(state);
            Ok(Response::empty(204))
        }
        _ => Err(Refusal::NotAllowed("GET, PUT")),
    }
}
