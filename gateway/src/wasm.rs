//! The functions that the JavaScript around the crate calls.
//!
//! States, events, decisions and responses are texts. JavaScript passes them on and reads only plans, and the first letters of decisions.

#![allow(clippy::needless_pass_by_value, reason = "wasm-bindgen passes optional texts by value")]

pub mod numbers;
pub mod options;
pub mod outcomes;
pub mod rules;
pub mod steps;
