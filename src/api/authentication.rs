//! The endpoints that authenticate a user, and what they respond, in the shape that JavaScript gets.

use serde::Serialize;

use super::decode::{
    DecodeError, Decoded, Json, METHODS, OBJECT, STRING, missing, optional, optional_boolean, required_boolean,
};
use super::gateway::VERIFY_AT_GATEWAY;
use super::request::{AuthenticationMethod, Operation, Request};

/// The result of starting an authentication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuthenticationResponse {
    pub(crate) method: AuthenticationMethod,
    pub(crate) requested_method: AuthenticationMethod,
}

/// The result of verifying a PIN, and of a start of the Number Verification API.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct VerificationResponse {
    pub(crate) verified: bool,
    /// Only a start has it.
    #[serde(rename = "verificationId", skip_serializing_if = "Option::is_none")]
    pub(crate) verification_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) method: Option<AuthenticationMethod>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<VerificationStatus>,
}

/// What the server says about a rejected PIN (Python SDK's tests).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct VerificationStatus {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) throttled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expired: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) invalid: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) result: Option<String>,
}

pub(crate) fn start_authentication(user_path: &str, method: AuthenticationMethod) -> Request {
    let (operation, name) = match method {
        AuthenticationMethod::Totp => (Operation::AuthenticateUsingTotp, "totp"),
        AuthenticationMethod::Sms => (Operation::AuthenticateUsingSms, "sms"),
    };
    let request = Request::new(operation, "POST", [user_path, "/auth"].concat());
    request.with([("method", name.to_owned())])
}

pub(crate) fn verify_pin(user_path: &str, pin: String) -> Request {
    let method = if user_path.is_empty() { VERIFY_AT_GATEWAY } else { "PUT" };
    let request = Request::new(Operation::VerifyPin, method, [user_path, "/auth"].concat());
    request.with([("token", pin)])
}

impl AuthenticationResponse {
    pub(crate) fn decode(json: &impl Json, requested_method: AuthenticationMethod) -> Decoded<AuthenticationResponse> {
        let method = AuthenticationMethod::decode(json)?.ok_or_else(|| missing("method", METHODS))?;
        Ok(AuthenticationResponse { method, requested_method })
    }
}

impl VerificationResponse {
    pub(crate) fn decode(json: &impl Json) -> Decoded<VerificationResponse> {
        let verified = required_boolean(json, "verified")?;
        let method = AuthenticationMethod::decode(json)?;
        let status = if verified { None } else { VerificationStatus::decode(json)? };
        let reason = status.as_ref().map_or("unknown", VerificationStatus::reason);
        Ok(VerificationResponse {
            verified,
            verification_id: None,
            method,
            reason: (!verified).then_some(reason),
            status,
        })
    }
}

impl AuthenticationMethod {
    /// Decodes the member `method`, if there is one.
    pub(super) fn decode(json: &impl Json) -> Decoded<Option<AuthenticationMethod>> {
        optional(json, "method", METHODS, |value| match value.text()?.as_str() {
            "totp" => Some(AuthenticationMethod::Totp),
            "sms" => Some(AuthenticationMethod::Sms),
            _ => None,
        })
    }
}

impl VerificationStatus {
    fn decode(json: &impl Json) -> Decoded<Option<VerificationStatus>> {
        let Some(status) = json.member("status") else { return Ok(None) };
        if status.describe() != OBJECT {
            return Err(DecodeError::unexpected("status", OBJECT, &status));
        }
        let flag = |name| optional_boolean(&status, name).map_err(|error| error.in_object("status"));
        Ok(Some(VerificationStatus {
            throttled: flag("throttled")?,
            expired: flag("expired")?,
            invalid: flag("invalid")?,
            result: optional(&status, "result", STRING, Json::text).map_err(|error| error.in_object("status"))?,
        }))
    }

    /// The reason that the caller gets: throttled wins over expired, expired over invalid. A reason applies if its flag is
    /// true or `result` names it, and a `result` that is not known is ignored.
    fn reason(&self) -> &'static str {
        let applies = |flag: Option<bool>, name: &str| {
            flag == Some(true) || self.result.as_deref().is_some_and(|result| result.eq_ignore_ascii_case(name))
        };
        if applies(self.throttled, "throttled") {
            "throttled"
        } else if applies(self.expired, "expired") {
            "expired"
        } else if applies(self.invalid, "invalid") {
            "invalid"
        } else {
            "unknown"
        }
    }
}
