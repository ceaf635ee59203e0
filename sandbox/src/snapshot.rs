//! The complete state as a JSON document. Indexes are left out and rebuilt on restore.

use crate::api_error::ApiError;
use crate::json_path;
use crate::runtime::Runtime;
use crate::state::State;
use serde::{Deserialize, Serialize};

const FORMAT: &str = "verigator-sandbox";
const VERSION: u32 = 1;

/// A snapshot: a header and the state.
#[derive(Serialize)]
pub(crate) struct Snapshot<'a> {
    format: &'static str,
    version: u32,
    state: &'a State,
}

/// The header, which tells whether the rest can be parsed.
#[derive(Deserialize)]
struct Header {
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

/// Parses and validates a snapshot. Errors name the JSON path but quote no value.
pub(crate) fn parse(json: &[u8], runtime: &dyn Runtime) -> Result<State, ApiError> {
    let header: Header = serde_json::from_slice(json)
        .map_err(|_| ApiError::invalid("snapshot: expected a snapshot of a sandbox, got other data"))?;
    if header.format != FORMAT || header.version != VERSION {
        return Err(ApiError::invalid(format!(
            "snapshot: expected the format {FORMAT}, version {VERSION}, got another format or version"
        )));
    }
    let body: Body =
        json_path::parse(json).map_err(|path| ApiError::invalid(format!("snapshot: invalid at {path}")))?;
    let faults = body.state.faults.validate(runtime);
    faults.map_err(|error| ApiError::invalid(format!("snapshot: invalid at state.faults: {error}")))?;
    Ok(body.state)
}
