//! The Verigator API emulated: state, rules, inbox, devices, clock and faults.
//!
//! The core has no I/O. A [`Sandbox`] takes an HTTP request as a value and gives a [`http::Delivery`], the answer and how it goes over the
//! wire; the clock comes from a [`Machine`], randomness from entropy or a seed. It shares no type with the client, so that a wrong field
//! name in one is caught by the other.

mod accounts;
mod calls;
mod clock;
mod control;
mod devices;
mod directory;
mod event;
mod faults;
mod fields;
mod guard;
pub mod http;
mod inbox;
mod machine;
mod magic;
mod openapi;
mod options;
mod phone_number;
mod place;
mod profile;
mod randomness;
mod recent;
mod requests;
mod sandbox;
mod snapshot;
mod state;
mod timestamp;
mod totp;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use faults::Pattern;
pub use machine::Machine;
pub use options::Options;
pub use sandbox::Sandbox;
pub use timestamp::Timestamp;
