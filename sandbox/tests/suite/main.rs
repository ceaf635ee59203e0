//! The sandbox as its callers meet it: literal requests in, literal answers out.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected has to fail, and JSON is written in place"
)]

mod clock;
mod control;
mod credentials;
mod desk;
mod devices;
mod doors;
mod faults;
mod inbox;
mod load;
mod magic;
mod openapi;
mod options;
mod profiles;
mod services;
mod sms;
mod snapshot;
mod users;
