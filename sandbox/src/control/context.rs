use crate::api_error::ApiError;
use crate::http::Request;
use crate::json_object::JsonObject;
use crate::options::Options;
use crate::phone_number::PhoneNumber;
use crate::runtime::Runtime;
use crate::state::State;
use crate::timestamp::Timestamp;

/// A request to the control API and everything that its handler needs.
pub(super) struct Context<'a> {
    pub(super) state: &'a mut State,
    pub(super) options: &'a Options,
    pub(super) runtime: &'a dyn Runtime,
    pub(super) request: &'a Request,
    pub(super) now: Timestamp,
}

impl Context<'_> {
    /// Parses the body as a JSON object that has only these fields.
    pub(super) fn json(&self, fields: &[&str]) -> Result<JsonObject, ApiError> {
        JsonObject::parse(&self.request.body)?.deny_unknown_fields(fields)
    }
}

/// Parses a phone number from the field or parameter `name`.
pub(super) fn parse_phone_number(name: &str, text: &str) -> Result<PhoneNumber, ApiError> {
    PhoneNumber::parse(text).map_err(|error| ApiError::invalid(format!("{name}: {error}")))
}
