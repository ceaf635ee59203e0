use crate::api_error::ApiError;
use crate::directory::{Service, User};
use crate::json_object::JsonObject;
use crate::options::Options;
use crate::state::State;
use crate::timestamp::Timestamp;
use uuid::Uuid;

/// An authenticated request and everything that its handler needs.
pub(super) struct Context<'a> {
    pub(super) state: &'a mut State,
    pub(super) options: &'a Options,
    /// The username of the account that sent the request.
    pub(super) account: &'a str,
    pub(super) now: Timestamp,
    pub(super) body: &'a [u8],
}

impl Context<'_> {
    /// Returns a service: 404 if it does not exist, 403 if it belongs to another account.
    pub(super) fn service(&self, id: &str) -> Result<&Service, ApiError> {
        let service = parse_id(id).and_then(|id| self.state.directory.service(id));
        let service = service.ok_or_else(|| ApiError::not_found("service"))?;
        if service.account == self.account { Ok(service) } else { Err(ApiError::forbidden("the service")) }
    }

    /// Returns a user of a service.
    pub(super) fn user(&self, service_id: &str, id: &str) -> Result<&User, ApiError> {
        let service_id = self.service(service_id)?.id;
        let user = parse_id(id).and_then(|id| self.state.directory.user(id));
        user.filter(|user| user.service_id == service_id).ok_or_else(|| ApiError::not_found("user"))
    }

    /// Parses the body as a JSON object: 422 if it is not one.
    pub(super) fn json(&self) -> Result<JsonObject, ApiError> {
        JsonObject::parse(self.body)
    }
}

/// Parses an id, which has to be a hyphenated UUID.
fn parse_id(text: &str) -> Option<Uuid> {
    if text.len() == 36 { Uuid::try_parse(text).ok() } else { None }
}
