//! Tests of the sandbox by its HTTP interface: requests in, responses out.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test has to fail on anything unexpected, and JSON literals are passed by value"
)]

mod access_control;
mod clock;
mod control;
mod credentials;
mod devices;
mod faults;
mod harness;
mod inbox;
mod load;
mod magic;
mod number_verification;
mod openapi;
mod options;
mod pins;
mod profiles;
mod seed;
mod services;
mod sms;
mod snapshot;
mod spaces;
mod users;
