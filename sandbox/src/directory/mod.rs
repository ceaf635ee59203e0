//! Who is known: services, their users, and what each user's authentication has come to.

mod authentication;
mod registry;
mod service;
mod user;

pub(crate) use authentication::{Authentication, Proof, Verdict};
pub(crate) use registry::Directory;
pub(crate) use service::Service;
pub(crate) use user::User;
