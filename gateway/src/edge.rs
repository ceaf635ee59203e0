//! The crate's face to the JavaScript around it.
//!
//! States, events and verdicts pass through JavaScript as rows of numbers that it does not read. Answers are JSON texts of status,
//! headers and body.

#![allow(clippy::needless_pass_by_value, reason = "wasm-bindgen hands optional texts over by value")]

pub mod answers;
pub mod events;
pub mod outcomes;
pub mod policy;
pub mod requests;
pub mod settings;

use js_sys::Reflect;
use wasm_bindgen::prelude::{JsError, JsValue};

use crate::{Policy, Verdict};

/// Reads a member, undefined where there is none or its getter throws.
fn member(object: &JsValue, name: &str) -> JsValue {
    // Only what is no object refuses; its members are as undefined as those of an empty one.
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Reads a policy as `policyRow` gave it.
fn read_policy(row: &str) -> Result<Policy, JsError> {
    Ok(Policy::from_row(row)?)
}

/// Reads a verdict as a store gave it.
fn verdict(row: &str) -> Result<Verdict, JsError> {
    Ok(Verdict::from_row(row)?)
}

/// Takes a time of JavaScript's, which is a fraction, to whole milliseconds.
fn whole(milliseconds: f64) -> Result<u64, JsError> {
    let is_time = (0.0..=8.64e15).contains(&milliseconds);
    is_time.then_some(milliseconds as u64).ok_or_else(|| JsError::new("expected milliseconds since the epoch"))
}
