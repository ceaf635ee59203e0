use crate::calls::call::Call;
use crate::calls::resources::UserResource;
use crate::http::{Refusal, Response};

/// `GET S/{sid}/users/{uid}`: shows a user; `user` in the singular too where the profile has it (Java SDK).
pub(super) fn answer(call: &Call<'_>, service_id: &str, user_id: &str) -> Result<Response, Refusal> {
    let user = call.user(service_id, user_id)?;
    Ok(Response::json(200, &UserResource::new(user, call.state.profile)))
}
