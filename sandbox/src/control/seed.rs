use super::context::Context;
use crate::api_error::ApiError;
use crate::directory::Service;
use crate::environment::Environment;
use crate::http::Response;
use crate::seed_data::SeedData;
use crate::state::State;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

/// A created or restored service.
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

/// Handles `POST seed`: creates services, users, devices and fixed PINs, all or none, or restores a snapshot.
pub(super) fn handle(context: &mut Context<'_>) -> Result<Response, ApiError> {
    let existing = context.state.directory.next_number();
    let Environment { options, runtime, .. } = context.environment;
    let first_new = match SeedData::parse(&context.request.body, options, runtime.as_ref())? {
        SeedData::Snapshot(content) => {
            context.restore(*content)?;
            0
        }
        SeedData::Additions(additions) => {
            let mut draft = context.state.clone();
            additions.apply(&mut draft, options, context.now)?;
            *context.state = draft;
            existing
        }
    };
    Ok(Response::json(201, &json!({ "services": services_from(context.state, first_new) })))
}

/// Lists the services whose number is at least `first`, with their users.
fn services_from(state: &State, first: u64) -> Vec<SeededService> {
    let services = state.directory.services().filter(|service| service.number >= first);
    let to_seeded = |service: &Service| SeededService {
        id: service.id,
        fqdn: service.fqdn.clone(),
        users: state
            .directory
            .users_of(service)
            .map(|user| SeededUser { id: user.id, username: user.id_in_service.clone() })
            .collect(),
    };
    services.map(to_seeded).collect()
}
