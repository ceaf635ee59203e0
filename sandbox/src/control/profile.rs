use crate::control::control_call::ControlCall;
use crate::fields::expected;
use crate::http::{Refusal, Response};
use crate::options::read_profile;
use serde_json::json;

/// Serves `profile`: shown and changed.
pub(super) fn answer(call: &mut ControlCall<'_>, method: &str) -> Result<Response, Refusal> {
    match method {
        "GET" => {}
        "PUT" => {
            let profile = read_profile(&call.fields(&["profile"])?)?;
            call.state.profile = profile.ok_or_else(|| expected("profile", "docs or sdk", None))?;
        }
        _ => return Err(Refusal::NotAllowed("GET, PUT")),
    }
    Ok(Response::json(200, &json!({ "profile": call.state.profile })))
}
