//! The Verigator API: one handler per endpoint, grouped by resource.

mod context;
mod router;
mod services;
mod start_authentication;
mod users;
mod verify_pin;

pub(crate) use router::{PREFIX, handle};
