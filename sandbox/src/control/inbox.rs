use super::context::{Context, parse_phone_number};
use crate::api_error::ApiError;
use crate::http::Response;
use crate::inbox::Inbox;
use serde_json::json;

/// Handles `inbox`, which lists messages, and `inbox/next`, which returns each message once.
pub(super) fn handle(context: &mut Context<'_>, path: &[&str], method: &str) -> Result<Response, ApiError> {
    match (path, method) {
        (["inbox"], "GET") => list(context),
        (["inbox"], "DELETE") => {
            context.state.inbox = Inbox::default();
            Ok(Response::empty(204))
        }
        (["inbox", "next"], "POST") => claim_next(context),
        (["inbox"], _) => Err(ApiError::MethodNotAllowed("DELETE, GET")),
        (["inbox", "next"], _) => Err(ApiError::MethodNotAllowed("POST")),
        _ => Err(ApiError::not_found("path")),
    }
}

fn list(context: &Context<'_>) -> Result<Response, ApiError> {
    let messages = match context.request.query_parameter("to") {
        Some(to) => context.state.inbox.messages_to(&parse_phone_number("to", &to)?),
        None => context.state.inbox.messages(),
    };
    Ok(Response::json(200, &json!({ "messages": messages })))
}

/// Claims the next message to a phone number; null if there is none.
fn claim_next(context: &mut Context<'_>) -> Result<Response, ApiError> {
    let to = parse_phone_number("to", &context.json(&["to"])?.string("to")?)?;
    Ok(Response::json(200, &json!({ "message": context.state.inbox.claim(&to) })))
}
