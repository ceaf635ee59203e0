use super::context::{Context, parse_phone_number};
use crate::api_error::ApiError;
use crate::http::{Delivery, DeliveryMode, Response};
use crate::inbox::Inbox;
use serde_json::json;

/// The longest wait of one request.
const MAX_WAIT_MS: u64 = 60_000;

/// Handles `inbox`, which lists messages, and `POST inbox/next`, which returns each message once.
pub(super) fn handle(context: &mut Context<'_>, path: &[&str], method: &str) -> Result<Response, ApiError> {
    match (path, method) {
        (["inbox"], "GET") => list(context),
        (["inbox"], "DELETE") => {
            context.state.inbox = Inbox::default();
            Ok(Response::empty(204))
        }
        (["inbox", "next"], "POST") => claim_next(context),
        (["inbox"], _) => Err(ApiError::MethodNotAllowed("DELETE, GET")),
        (["inbox", "next"], _) => Err(ApiError::MethodNotAllowed("GET, POST")),
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

/// Handles `GET inbox/next`: claims the next message to a phone number, and waits for one if there is none; null after the wait.
pub(super) fn wait_for_next(context: &mut Context<'_>) -> Result<Delivery, ApiError> {
    let to = context.request.query_parameter("to").unwrap_or_default();
    let to = parse_phone_number("to", &to)?;
    let wait_ms = parse_wait_ms(context.request.query_parameter("waitMs"))?;
    let message = context.state.inbox.claim(&to);
    let response = Response::json(200, &json!({ "message": message }));
    let is_final = message.is_some() || wait_ms == 0;
    Ok(if is_final { response.into() } else { Delivery::immediate(DeliveryMode::Wait(response, wait_ms)) })
}

fn parse_wait_ms(text: Option<String>) -> Result<u64, ApiError> {
    let wait_ms = text.map_or(Some(0), |text| text.parse().ok());
    let wait_ms = wait_ms.filter(|wait_ms| *wait_ms <= MAX_WAIT_MS);
    wait_ms.ok_or_else(|| ApiError::invalid(format!("waitMs: expected an integer from 0 to {MAX_WAIT_MS}")))
}

/// Claims the next message to a phone number; null if there is none.
fn claim_next(context: &mut Context<'_>) -> Result<Response, ApiError> {
    let to = parse_phone_number("to", &context.json(&["to"])?.string("to")?)?;
    Ok(Response::json(200, &json!({ "message": context.state.inbox.claim(&to) })))
}
