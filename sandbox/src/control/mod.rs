//! The control API under `/_sandbox/`: what an inspector or a test does with a sandbox. The class and the server both speak it.

mod clock;
mod control_call;
mod devices;
mod faults;
mod inbox;
mod magic_values;
mod profile;
mod route;
mod seed_data;
mod snapshot;

pub(crate) use route::{PREFIX, deliver};
