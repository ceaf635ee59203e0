//! The Verigator API and the Number Verification API emulated: state, rules, inbox, devices, clock and faults.
//!
//! The core does no I/O. A [`Sandbox`] takes an HTTP request as a value and returns a [`http::Delivery`], the response and how to send it.
//! A [`Runtime`] supplies the clock; randomness comes from entropy or a seed. The crate shares no type with the client, so each catches a
//! wrong field name in the other.

mod access_control;
mod api;
mod api_error;
mod clock;
mod control;
mod devices;
mod directory;
mod environment;
mod event;
mod faults;
mod fixed_pins;
mod history;
pub mod http;
mod inbox;
mod json_object;
mod json_path;
mod magic;
mod number_verification;
mod options;
mod phone_number;
mod profile;
mod randomness;
mod runtime;
mod sandbox;
mod seed_data;
mod segments;
mod snapshot;
mod snapshot_chunks;
mod spaces;
mod state;
mod timestamp;
mod totp;
mod verification;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use options::Options;
pub use runtime::{Pattern, Runtime};
pub use sandbox::Sandbox;
pub use timestamp::Timestamp;
