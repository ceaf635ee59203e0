use crate::directory::{Service, User};
use crate::profile::Profile;
use serde::Serialize;
use uuid::Uuid;

/// A service as the API shows it.
#[derive(Serialize)]
pub(super) struct ServiceResource {
    id: Uuid,
    name: String,
    ctime: String,
}

/// A user as the API shows it; the phone number is never told.
#[derive(Serialize)]
pub(super) struct UserResource {
    id: Uuid,
    ctime: String,
    id_in_service: String,
}

impl ServiceResource {
    pub(super) fn new(service: &Service, profile: Profile) -> Self {
        Self { id: service.id, name: service.name.clone(), ctime: profile.ctime(service.created_at) }
    }
}

impl UserResource {
    pub(super) fn new(user: &User, profile: Profile) -> Self {
        Self { id: user.id, ctime: profile.ctime(user.created_at), id_in_service: user.id_in_service.clone() }
    }
}
