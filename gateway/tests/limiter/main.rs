//! The specification of the limiter: tests at exact boundaries, and a comparison with a naive model.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod attempts;
mod devices;
mod history;
mod lockouts;
mod model;
mod random;
mod repeats;
mod sends;
mod shared;
mod sms;
mod traffic;
mod user;
mod verifications;
