use crate::control::control_call::{ControlCall, phone_number};
use crate::http::{Refusal, Response};
use crate::inbox::Inbox;
use serde_json::json;

/// Serves `inbox`, all messages or those to one number, and `inbox/next`, each message once.
pub(super) fn answer(call: &mut ControlCall<'_>, path: &[&str], method: &str) -> Result<Response, Refusal> {
    match (path, method) {
        (["inbox"], "GET") => messages(call),
        (["inbox"], "DELETE") => {
            call.state.inbox = Inbox::default();
            Ok(Response::empty(204))
        }
        (["inbox", "next"], "POST") => next(call),
        (["inbox"], _) => Err(Refusal::NotAllowed("DELETE, GET")),
        (["inbox", "next"], _) => Err(Refusal::NotAllowed("POST")),
        _ => Err(Refusal::not_found("path")),
    }
}

fn messages(call: &ControlCall<'_>) -> Result<Response, Refusal> {
    let messages = match call.request.parameter("to") {
        Some(to) => call.state.inbox.messages_to(&phone_number("to", &to)?),
        None => call.state.inbox.messages(),
    };
    Ok(Response::json(200, &json!({ "messages": messages })))
}

/// Answers null where every message to the number was taken already.
fn next(call: &mut ControlCall<'_>) -> Result<Response, Refusal> {
    let to = phone_number("to", &call.fields(&["to"])?.text("to")?)?;
    Ok(Response::json(200, &json!({ "message": call.state.inbox.claim(&to) })))
}
