//! The whole state as one JSON document, and back. What is derived, as all indexes are, is not in it but made anew.

use crate::http::Refusal;
use crate::machine::Machine;
use crate::place;
use crate::state::State;
use serde::{Deserialize, Serialize};

const FORMAT: &str = "verigator-sandbox";
const VERSION: u32 = 1;

/// A snapshot: what it is, and the state.
#[derive(Serialize)]
pub(crate) struct Snapshot<'a> {
    format: &'static str,
    version: u32,
    state: &'a State,
}

/// What tells whether the rest can be read at all.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

#[derive(Deserialize)]
struct Body {
    state: State,
}

pub(crate) fn take(state: &State) -> Snapshot<'_> {
    Snapshot { format: FORMAT, version: VERSION, state }
}

/// Reads a snapshot. A message names the place that is broken, never what stands there.
pub(crate) fn read(json: &[u8], machine: &dyn Machine) -> Result<State, Refusal> {
    let head: Head = serde_json::from_slice(json)
        .map_err(|_| Refusal::invalid("snapshot: expected one of a sandbox, got something else"))?;
    if head.format != FORMAT || head.version != VERSION {
        return Err(Refusal::invalid(format!(
            "snapshot: expected {FORMAT} of version {VERSION}, got another format or version"
        )));
    }
    let body: Body = place::read(json).map_err(|place| Refusal::invalid(format!("snapshot: broken at {place}")))?;
    match body.state.faults.problem(machine) {
        Some(problem) => Err(Refusal::invalid(format!("snapshot: broken at state.faults: {problem}"))),
        None => Ok(body.state),
    }
}
