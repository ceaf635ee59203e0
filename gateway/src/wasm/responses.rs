//! Responses that need no decision, as JSON of status, headers and body.

use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use crate::wasm::values;
use crate::{Response, UserStatus, preflight};

/// Responds to a browser's preflight request.
#[wasm_bindgen(js_name = preflightResponse)]
pub fn preflight_response() -> Result<String, JsError> {
    values::to_json(&preflight())
}

/// Refuses a request by status.
#[wasm_bindgen(js_name = refusal)]
pub fn refusal(status: u16) -> Result<String, JsError> {
    values::to_json(&Response::refusal(status))
}

/// Responds with the user's status.
#[wasm_bindgen(js_name = statusResponse)]
pub fn status_response(decision: &str) -> Result<String, JsError> {
    values::to_json(&Response::status(&values::decision(decision)?))
}

/// The user's status for the site's own server, with times in milliseconds and the end of a lockout.
#[wasm_bindgen(js_name = statusDetail)]
pub fn status_detail(decision: &str) -> Result<String, JsError> {
    #[derive(serde::Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Detail {
        #[serde(flatten)]
        status: UserStatus,
        #[serde(skip_serializing_if = "Option::is_none")]
        locked_until: Option<u64>,
    }
    let decision = values::decision(decision)?;
    values::to_json(&Detail { status: decision.status, locked_until: decision.locked_until })
}
