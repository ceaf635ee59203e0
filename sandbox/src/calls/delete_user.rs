use crate::calls::call::Call;
use crate::http::{Refusal, Response};

/// `DELETE S/{sid}/users/{uid}`: forgets a user and what authentication was under way.
pub(super) fn answer(call: &mut Call<'_>, service_id: &str, user_id: &str) -> Result<Response, Refusal> {
    let id = call.user(service_id, user_id)?.id;
    call.state.directory.remove_user(id);
    Ok(call.state.profile.deleted())
}
