use crate::control::control_call::{ControlCall, phone_number};
use crate::http::{Refusal, Response};
use crate::state::State;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A service to begin with, and its users.
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
    /// Whether the number has a phone with the app.
    #[serde(default)]
    has_app: bool,
}

#[derive(Serialize)]
struct SeededService {
    id: Uuid,
    fqdn: String,
    users: Vec<SeededUser>,
}

#[derive(Serialize)]
struct SeededUser {
    id: Uuid,
    username: String,
}

/// Serves `seed-data`: makes services with users, of the first account, all or none.
pub(super) fn answer(call: &mut ControlCall<'_>) -> Result<Response, Refusal> {
    let seeds: Vec<ServiceSeed> = call.fields(&["services"])?.read_secretly("services")?;
    let mut draft = call.state.clone();
    let seeded: Result<Vec<SeededService>, Refusal> =
        seeds.into_iter().map(|seed| seed.plant(&mut draft, &call.options.username, call.now)).collect();
    let response = Response::json(201, &serde_json::json!({ "services": seeded? }));
    *call.state = draft;
    Ok(response)
}

impl ServiceSeed {
    fn plant(self, state: &mut State, account: &str, now: Timestamp) -> Result<SeededService, Refusal> {
        if self.fqdn.is_empty() || self.name.is_empty() {
            return Err(Refusal::invalid("services: expected an fqdn and a name that are not empty"));
        }
        let id = state.create_service(account, self.fqdn.clone(), self.name, now)?.id;
        let users: Result<Vec<SeededUser>, Refusal> =
            self.users.into_iter().map(|seed| seed.plant(state, id, now)).collect();
        Ok(SeededService { id, fqdn: self.fqdn, users: users? })
    }
}

impl UserSeed {
    fn plant(self, state: &mut State, service: Uuid, now: Timestamp) -> Result<SeededUser, Refusal> {
        if self.username.is_empty() {
            return Err(Refusal::invalid("services: expected users whose username is not empty"));
        }
        let phone_number = phone_number("phoneNumber", &self.phone_number)?;
        if self.has_app {
            state.devices.attach(phone_number.clone());
        }
        let user = state.register_user(service, self.username.clone(), phone_number, now)?;
        Ok(SeededUser { id: user.id, username: self.username })
    }
}
