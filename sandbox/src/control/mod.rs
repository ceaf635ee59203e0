//! The control API under `/_sandbox/`, with which tests and inspectors control a sandbox. The class and the server both use it.

mod clock;
mod context;
mod devices;
mod faults;
mod inbox;
mod router;
mod seed;
mod spaces;
mod state;

pub(crate) use router::{PREFIX, claims_message, handle};
