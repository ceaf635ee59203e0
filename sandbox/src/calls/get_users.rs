use crate::calls::call::Call;
use crate::calls::resources::UserResource;
use crate::http::{Refusal, Response};
use serde::Serialize;

#[derive(Serialize)]
struct UserList<'a> {
    /// The Java SDK's field is `count`, its test data and its reader take `total`.
    total: usize,
    users: Vec<UserResource<'a>>,
}

/// `GET S/{sid}/users`: shows all users of a service in the order of their registration.
pub(super) fn answer(call: &Call<'_>, service_id: &str) -> Result<Response, Refusal> {
    let service = call.service(service_id)?;
    let users = call.state.directory.users_of(service);
    let users: Vec<UserResource<'_>> = users.map(|user| UserResource::new(user, call.state.profile)).collect();
    Ok(Response::json(200, &UserList { total: users.len(), users }))
}
