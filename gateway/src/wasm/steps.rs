//! The step that a store takes for each event.

use std::fmt::Write;

use js_sys::Array;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use crate::{Event, Key, UnknownText};

/// Applies an event to a key's state, as every store has to: returns the new state, the decision, and the milliseconds after which the
/// state may be deleted. A new key's state is empty. The new state is undefined if nothing changed, and empty if the key can be deleted at once.
///
/// A store that has a clock passes its time. It replaces the gateway's, unless the operator has set that by the option `now`.
#[wasm_bindgen]
pub fn step(state: &str, event: &str, store_now: Option<f64>) -> Result<Array, JsError> {
    let (is_system_time, event) = read_with_clock(event)?;
    let store_now = store_now.filter(|_| is_system_time).map(milliseconds).transpose()?;
    let step = crate::step(state, &event, store_now)?;
    let decision = step.decision.to_string();
    let forget_after_ms = JsValue::from_f64(step.forget_after_ms as f64);
    Ok(Array::of3(&step.state.into(), &decision.into(), &forget_after_ms))
}

/// Applies the events of concurrent calls to a key's state, one a line. Returns the new state, undefined if nothing changed, the decisions, one a line, and
/// the milliseconds after which the state may be deleted.
#[wasm_bindgen(js_name = stepAll)]
pub fn step_all(state: &str, events: &str, store_now: Option<f64>) -> Result<Array, JsError> {
    let mut key = Key::read(state)?;
    let mut decisions = String::new();
    for event in events.lines() {
        let (is_system_time, event) = read_with_clock(event)?;
        let store_now = store_now.filter(|_| is_system_time).map(milliseconds).transpose()?;
        writeln!(decisions, "{}", key.apply(&event, store_now)?)?;
    }
    let (state, forget_after_ms) = key.write()?;
    Ok(Array::of3(&state.into(), &decisions.into(), &JsValue::from_f64(forget_after_ms as f64)))
}

/// The letter before an event: whether its time is the system's, which a store that has a clock replaces, or a clock of the operator's.
const SYSTEM_TIME: &str = "s";
const OWN_TIME: &str = "o";

/// Puts the letter of its clock before an event.
pub(super) fn with_clock(is_system_time: bool, event: &str) -> String {
    [if is_system_time { SYSTEM_TIME } else { OWN_TIME }, event].concat()
}

/// Reads an event with the letter of its clock: whether its time is the system's, and the event.
pub(super) fn read_with_clock(text: &str) -> Result<(bool, Event), UnknownText> {
    let own = || text.strip_prefix(OWN_TIME).ok_or(UnknownText);
    let is_system_time = text.starts_with(SYSTEM_TIME);
    let event = text.strip_prefix(SYSTEM_TIME).map_or_else(own, Ok)?;
    Ok((is_system_time, event.parse()?))
}

/// Converts a JavaScript time, which may be a fraction, to whole milliseconds.
pub(super) fn milliseconds(time: f64) -> Result<u64, JsError> {
    let is_time = (0.0..=8.64e15).contains(&time);
    is_time.then_some(time as u64).ok_or_else(|| JsError::new("expected milliseconds since the epoch"))
}
