use super::context::Context;
use crate::api_error::ApiError;
use crate::directory::User;
use crate::http::Response;
use crate::magic;
use crate::phone_number::PhoneNumber;
use crate::profile::Profile;
use serde::Serialize;
use uuid::Uuid;

/// A user in a response, which never contains the phone number.
#[derive(Serialize)]
struct UserResource<'a> {
    id: Uuid,
    ctime: String,
    id_in_service: &'a str,
}

#[derive(Serialize)]
struct UserList<'a> {
    /// The Java SDK's field is `count`, but its test data and its parser use `total`.
    total: usize,
    users: Vec<UserResource<'a>>,
}

impl<'a> UserResource<'a> {
    fn new(user: &'a User, profile: Profile) -> Self {
        Self { id: user.id, ctime: profile.ctime(user.created_at), id_in_service: &user.id_in_service }
    }
}

/// Handles `POST S/{sid}/users`: registers a user.
pub(super) fn register(context: &mut Context<'_>, service_id: &str) -> Result<Response, ApiError> {
    let service_id = context.service(service_id)?.id;
    let body = context.json()?;
    let (id_in_service, phone_number) = (body.string("id_in_service")?, body.string("phone_number")?);
    magic::check_id_in_service(&id_in_service)?;
    let phone_number = PhoneNumber::parse(&phone_number);
    let phone_number = phone_number.map_err(|error| ApiError::invalid(format!("phone_number: {error}")))?;
    let profile = context.state.profile;
    let user = context.state.register_user(None, service_id, id_in_service, phone_number, context.now)?;
    Ok(profile.created(&UserResource::new(user, profile)))
}

/// Handles `GET S/{sid}/users`: lists the users of a service in the order of registration.
pub(super) fn list(context: &Context<'_>, service_id: &str) -> Result<Response, ApiError> {
    let service = context.service(service_id)?;
    let users = context.state.directory.users_of(service);
    let users: Vec<UserResource<'_>> = users.map(|user| UserResource::new(user, context.state.profile)).collect();
    Ok(Response::json(200, &UserList { total: users.len(), users }))
}

/// Handles `GET S/{sid}/users/{uid}`, and `user` in the singular if the profile has it (Java SDK).
pub(super) fn get(context: &Context<'_>, service_id: &str, user_id: &str) -> Result<Response, ApiError> {
    let user = context.user(service_id, user_id)?;
    Ok(Response::json(200, &UserResource::new(user, context.state.profile)))
}

/// Handles `DELETE S/{sid}/users/{uid}`: deletes a user with their authentication.
pub(super) fn delete(context: &mut Context<'_>, service_id: &str, user_id: &str) -> Result<Response, ApiError> {
    let id = context.user(service_id, user_id)?.id;
    context.state.directory.remove_user(id);
    Ok(context.state.profile.deleted())
}
