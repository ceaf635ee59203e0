use crate::directory::{Service, User};
use crate::profile::Profile;
use serde::Serialize;
use uuid::Uuid;

/// A service as the API shows it.
#[derive(Serialize)]
pub(super) struct ServiceResource<'a> {
    id: Uuid,
    name: &'a str,
    ctime: String,
}

/// A user as the API shows it; the phone number is never told.
#[derive(Serialize)]
pub(super) struct UserResource<'a> {
    id: Uuid,
    ctime: String,
    id_in_service: &'a str,
}

impl<'a> ServiceResource<'a> {
    pub(super) fn new(service: &'a Service, profile: Profile) -> Self {
        Self { id: service.id, name: &service.name, ctime: profile.ctime(service.created_at) }
    }
}

impl<'a> UserResource<'a> {
    pub(super) fn new(user: &'a User, profile: Profile) -> Self {
        Self { id: user.id, ctime: profile.ctime(user.created_at), id_in_service: &user.id_in_service }
    }
}
