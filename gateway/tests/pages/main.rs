//! Requests and answers as their specification.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod failures;
mod policies;
mod requests;
