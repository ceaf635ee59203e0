//! The limits as their specification: tables at exact boundaries, and a naive model beside the real thing.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod attempts;
mod model;
mod random;
mod sends;
mod user;
