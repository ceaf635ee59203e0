use crate::api_error::ApiError;
use crate::environment::Environment;
use crate::http::Request;
use crate::json_object::JsonObject;
use crate::phone_number::PhoneNumber;
use crate::snapshot::Content;
use crate::spaces::Spaces;
use crate::state::State;
use crate::timestamp::Timestamp;

/// A request to the control API and everything that its handler needs.
pub(super) struct Context<'a> {
    pub(super) state: &'a mut State,
    /// The spaces; `None` in a space, which has none.
    pub(super) spaces: Option<&'a mut Spaces>,
    pub(super) environment: &'a Environment,
    pub(super) request: &'a Request,
    pub(super) now: Timestamp,
}

impl Context<'_> {
    /// Restores the content of a snapshot, with its spaces if it has any.
    pub(super) fn restore(&mut self, content: Content) -> Result<(), ApiError> {
        if let Some(states) = content.spaces {
            let spaces = self.spaces.as_deref_mut();
            let spaces = spaces.ok_or_else(|| ApiError::invalid("snapshot: expected no spaces within a space"))?;
            spaces.replace(states, self.environment.system_time())?;
        }
        self.state.restore(content.state);
        Ok(())
    }

    /// Parses the body as a JSON object that has only these fields.
    pub(super) fn json(&self, fields: &[&str]) -> Result<JsonObject, ApiError> {
        JsonObject::parse(&self.request.body)?.deny_unknown_fields(fields, &[])
    }
}

/// Parses a phone number from the field or parameter `name`.
pub(super) fn parse_phone_number(name: &str, text: &str) -> Result<PhoneNumber, ApiError> {
    PhoneNumber::parse(text).map_err(|error| ApiError::invalid(format!("{name}: {error}")))
}
