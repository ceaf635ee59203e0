//! Parses snapshots, the complete state as a JSON document. Indexes are left out of it and rebuilt.

use crate::api_error::ApiError;
use crate::json_path;
use crate::options::Options;
use crate::runtime::Runtime;
use crate::spaces::SpaceName;
use crate::state::State;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The fields that identify a snapshot.
pub(crate) const HEADER: &str = "\"format\":\"verigator-sandbox\",\"version\":1";

const FORMAT: &str = "verigator-sandbox";
const VERSION: u32 = 1;

/// The header, which tells whether the rest can be parsed.
#[derive(Deserialize)]
struct Header {
    format: String,
    version: u32,
}

/// The content of a snapshot.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Content {
    pub(crate) state: State,
    /// The spaces, if the snapshot has any.
    pub(crate) spaces: Option<BTreeMap<SpaceName, State>>,
}

/// Returns whether JSON claims to be a snapshot.
pub(crate) fn is_snapshot(json: &[u8]) -> bool {
    serde_json::from_slice::<Header>(json).is_ok()
}

/// Parses and validates a snapshot. Errors name the JSON path but quote no value.
pub(crate) fn parse(json: &[u8], options: &Options, runtime: &dyn Runtime) -> Result<Content, ApiError> {
    let header: Header = serde_json::from_slice(json)
        .map_err(|_| ApiError::invalid("snapshot: expected a snapshot of a sandbox, got other data"))?;
    if header.format != FORMAT || header.version != VERSION {
        return Err(ApiError::invalid(format!(
            "snapshot: expected the format {FORMAT}, version {VERSION}, got another format or version"
        )));
    }
    let content: Content =
        json_path::parse(json).map_err(|path| ApiError::invalid(format!("snapshot: invalid at {path}")))?;
    validate(&content.state, "state", options, runtime)?;
    for (name, state) in content.spaces.iter().flatten() {
        validate(state, &format!("spaces.{}", name.as_str()), options, runtime)?;
    }
    Ok(content)
}

fn validate(state: &State, path: &str, options: &Options, runtime: &dyn Runtime) -> Result<(), ApiError> {
    let invalid = |field: &str, error: &str| ApiError::invalid(format!("snapshot: invalid at {path}.{field}: {error}"));
    state.faults.validate(runtime).map_err(|error| invalid("faults", error))?;
    state.pins.validate(options.pin_length).map_err(|error| invalid("pins", &error))
}
