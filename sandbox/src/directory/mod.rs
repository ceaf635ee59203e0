//! The services, their users, and the current authentication of each user.

mod authentication;
#[allow(clippy::module_inception, reason = "the folder is named after the type that owns the rest")]
mod directory;
mod service;
mod user;

pub(crate) use authentication::{Authentication, Challenge};
pub(crate) use directory::Directory;
pub(crate) use service::Service;
pub(crate) use user::User;
