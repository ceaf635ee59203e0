//! The functions that the JavaScript around the crate calls.
//!
//! States, events, decisions and responses are JSON texts. JavaScript passes them on and reads only the responses.

#![allow(clippy::needless_pass_by_value, reason = "wasm-bindgen passes optional texts by value")]

pub mod limits;
pub mod options;
pub mod plans;
pub mod requests;
pub mod responses;
pub mod rules;
mod values;
