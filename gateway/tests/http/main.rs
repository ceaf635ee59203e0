//! The specification of requests and responses.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod addresses;
mod api_outcomes;
mod numbers;
mod policies;
mod requests;
mod responses;
