use super::context::Context;
use crate::api_error::ApiError;
use crate::directory::Service;
use crate::http::Response;
use crate::magic;
use crate::profile::Profile;
use serde::Serialize;
use uuid::Uuid;

/// A service in a response.
#[derive(Serialize)]
struct ServiceResource<'a> {
    id: Uuid,
    name: &'a str,
    ctime: String,
}

impl<'a> ServiceResource<'a> {
    fn new(service: &'a Service, profile: Profile) -> Self {
        Self { id: service.id, name: &service.name, ctime: profile.ctime(service.created_at) }
    }
}

/// Handles `POST S`: creates a service that belongs to the account.
pub(super) fn create(context: &mut Context<'_>) -> Result<Response, ApiError> {
    let body = context.json()?;
    let (fqdn, name) = (body.string("fqdn")?, body.string("name")?);
    magic::check_fqdn(&fqdn)?;
    let profile = context.state.profile;
    let service = context.state.create_service(None, context.account, fqdn, name, context.now)?;
    Ok(profile.created(&ServiceResource::new(service, profile)))
}

/// Handles `GET S/{sid}`.
pub(super) fn get(context: &Context<'_>, service_id: &str) -> Result<Response, ApiError> {
    let service = context.service(service_id)?;
    Ok(Response::json(200, &ServiceResource::new(service, context.state.profile)))
}

/// Handles `DELETE S/{sid}`: deletes a service without users (Java SDK's javadoc; the status 409 is an assumption).
pub(super) fn delete(context: &mut Context<'_>, service_id: &str) -> Result<Response, ApiError> {
    let service = context.service(service_id)?;
    if service.has_users() {
        return Err(ApiError::conflict("the service has users: delete them first"));
    }
    let id = service.id;
    context.state.directory.remove_service(id);
    Ok(context.state.profile.deleted())
}
