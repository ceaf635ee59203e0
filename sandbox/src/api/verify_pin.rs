use super::context::Context;
use crate::api_error::ApiError;
use crate::http::Response;
use crate::magic;
use crate::verification::{RejectionReason, Verification};
use serde::Serialize;

/// Handles `PUT S/{sid}/users/{uid}/auth`: verifies a PIN or code.
pub(super) fn handle(context: &mut Context<'_>, service_id: &str, user_id: &str) -> Result<Response, ApiError> {
    let user_id = context.user(service_id, user_id)?.id;
    let token = parse_token(context)?;
    let not_started = || ApiError::not_found("authentication: start one first");
    let user = context.state.directory.user_mut(user_id).ok_or_else(not_started)?;
    let method = user.authentication.as_ref().ok_or_else(not_started)?.method();
    let verification = magic::verification(&user.phone_number, &token)
        .or_else(|| user.verify(&token, context.now, context.options.max_attempts))
        .ok_or_else(not_started)?;
    Ok(Response::json(200, &VerificationResource::new(method, verification)))
}

/// Parses the body. The docs send `method` beside the token, the SDKs do not. It has no effect, but has to be valid.
fn parse_token(context: &Context<'_>) -> Result<String, ApiError> {
    let body = context.json()?;
    let token = body.string("token")?;
    match body.optional_string("method")?.as_deref() {
        None | Some("sms" | "totp") => Ok(token),
        Some(_) => Err(ApiError::invalid("method: expected sms or totp, got another string")),
    }
}

/// The body of the response. A rejection is a 200 too and gives the reason (Python SDK's tests).
#[derive(Serialize)]
struct VerificationResource {
    method: &'static str,
    verified: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<RejectionStatus>,
}

/// The reason for a rejection. Exactly one of the three is true, so a throttled PIN does not reveal whether it was right (assumption).
#[derive(Serialize)]
struct RejectionStatus {
    throttled: bool,
    expired: bool,
    invalid: bool,
    result: &'static str,
}

impl VerificationResource {
    fn new(method: &'static str, verification: Verification) -> Self {
        match verification {
            Verification::Verified => Self { method, verified: true, status: None },
            Verification::Rejected(reason) => Self { method, verified: false, status: Some(reason.into()) },
        }
    }
}

impl From<RejectionReason> for RejectionStatus {
    fn from(reason: RejectionReason) -> Self {
        Self {
            throttled: reason == RejectionReason::Throttled,
            expired: reason == RejectionReason::Expired,
            invalid: reason == RejectionReason::Invalid,
            result: "INVALID",
        }
    }
}
