use crate::calls::call::Call;
use crate::calls::resources::ServiceResource;
use crate::http::{Refusal, Response};

/// `GET S/{sid}`: shows a service.
pub(super) fn answer(call: &Call<'_>, service_id: &str) -> Result<Response, Refusal> {
    let service = call.service(service_id)?;
    Ok(Response::json(200, &ServiceResource::new(service, call.state.profile)))
}
