//! The one endpoint that a gateway adds to the API's own, and what it has different.

use super::decode::{Decoded, Json, STRING, optional, required_boolean};
use super::request::{AuthenticationMethod, Operation, Request};

/// The method that verifies a PIN at a gateway. Proxies such as nginx repeat a PUT after a lost connection, and one PIN would become two.
pub(super) const VERIFY_AT_GATEWAY: &str = "POST";

/// The state of an authentication, as a gateway describes it. Times are RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GatewayStatusFields {
    pub(crate) started: bool,
    pub(crate) verified: bool,
    pub(crate) method: Option<AuthenticationMethod>,
    pub(crate) attempts_left: Option<u32>,
    pub(crate) resend_at: Option<String>,
    pub(crate) expires_at: Option<String>,
}

pub(crate) fn status() -> Request {
    Request::new(Operation::GatewayStatus, "GET", "/auth".to_owned())
}

impl GatewayStatusFields {
    pub(crate) fn decode(json: &impl Json) -> Decoded<GatewayStatusFields> {
        Ok(GatewayStatusFields {
            started: required_boolean(json, "started")?,
            verified: required_boolean(json, "verified")?,
            method: AuthenticationMethod::decode(json)?,
            attempts_left: optional(json, "attemptsLeft", "a whole number", Json::whole_number)?,
            resend_at: optional(json, "resendAt", STRING, Json::text)?,
            expires_at: optional(json, "expiresAt", STRING, Json::text)?,
        })
    }
}
