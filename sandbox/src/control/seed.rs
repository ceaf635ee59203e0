use super::context::{Context, parse_phone_number};
use crate::api_error::ApiError;
use crate::http::Response;
use crate::state::State;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A service to create, with its users.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceSeed {
    fqdn: String,
    name: String,
    #[serde(default)]
    users: Vec<UserSeed>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct UserSeed {
    username: String,
    phone_number: String,
    /// Whether a device is attached to the phone number.
    #[serde(default)]
    has_app: bool,
}

#[derive(Serialize)]
struct CreatedService {
    id: Uuid,
    fqdn: String,
    users: Vec<CreatedUser>,
}

#[derive(Serialize)]
struct CreatedUser {
    id: Uuid,
    username: String,
}

/// Handles `POST seed-data`: creates services of the first account with their users, all or none.
pub(super) fn handle(context: &mut Context<'_>) -> Result<Response, ApiError> {
    let seeds: Vec<ServiceSeed> = context.json(&["services"])?.deserialize_redacted("services")?;
    let mut draft = context.state.clone();
    let created: Result<Vec<CreatedService>, ApiError> =
        seeds.into_iter().map(|seed| seed.create(&mut draft, &context.options.username, context.now)).collect();
    let response = Response::json(201, &serde_json::json!({ "services": created? }));
    *context.state = draft;
    Ok(response)
}

impl ServiceSeed {
    fn create(self, state: &mut State, account: &str, now: Timestamp) -> Result<CreatedService, ApiError> {
        if self.fqdn.is_empty() || self.name.is_empty() {
            return Err(ApiError::invalid("services: expected a non-empty fqdn and name"));
        }
        let id = state.create_service(account, self.fqdn.clone(), self.name, now)?.id;
        let users: Result<Vec<CreatedUser>, ApiError> =
            self.users.into_iter().map(|seed| seed.create(state, id, now)).collect();
        Ok(CreatedService { id, fqdn: self.fqdn, users: users? })
    }
}

impl UserSeed {
    fn create(self, state: &mut State, service: Uuid, now: Timestamp) -> Result<CreatedUser, ApiError> {
        if self.username.is_empty() {
            return Err(ApiError::invalid("services: expected users with a non-empty username"));
        }
        let phone_number = parse_phone_number("phoneNumber", &self.phone_number)?;
        if self.has_app {
            state.devices.attach(phone_number.clone());
        }
        let user = state.register_user(service, self.username.clone(), phone_number, now)?;
        Ok(CreatedUser { id: user.id, username: self.username })
    }
}
