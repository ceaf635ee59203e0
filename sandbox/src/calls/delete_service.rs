use crate::calls::call::Call;
use crate::http::{Refusal, Response};

/// `DELETE S/{sid}`: forgets a service, whose users must be gone already (Java SDK's javadoc; the status 409 is our choice).
pub(super) fn answer(call: &mut Call<'_>, service_id: &str) -> Result<Response, Refusal> {
    let service = call.service(service_id)?;
    if service.has_users() {
        return Err(Refusal::conflict("the service has users: delete them first"));
    }
    let id = service.id;
    call.state.directory.remove_service(id);
    Ok(call.state.profile.deleted())
}
