//! The sandbox as its callers meet it: literal requests in, literal answers out.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected has to fail, and JSON is written in place"
)]

mod control;
mod credentials;
mod desk;
mod services;
mod sms;
mod users;
