//! Responses, as JSON of status, headers and body.

use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use crate::wasm::values;
use crate::{Response, Route, preflight};

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

/// Responds to a denied request.
#[wasm_bindgen(js_name = deniedResponse)]
pub fn denied_response(decision: &str, now: f64) -> Result<String, JsError> {
    values::to_json(&Response::denied(&values::from_json(decision)?, values::milliseconds(now)?))
}

/// Responds to a start, with the method of the API's result.
#[wasm_bindgen(js_name = startedResponse)]
pub fn started_response(decision: &str, result: &JsValue) -> Result<String, JsError> {
    values::to_json(&Response::started(&values::from_json(decision)?, values::method(result)))
}

/// Responds to the right PIN, with the method of the API's result.
#[wasm_bindgen(js_name = verifiedResponse)]
pub fn verified_response(decision: &str, result: &JsValue) -> Result<String, JsError> {
    values::to_json(&Response::verified(&values::from_json(decision)?, values::method(result)))
}

/// Responds to a wrong PIN.
#[wasm_bindgen(js_name = rejectedResponse)]
pub fn rejected_response(decision: &str, now: f64) -> Result<String, JsError> {
    values::to_json(&Response::rejected(&values::from_json(decision)?, values::milliseconds(now)?))
}

/// Responds with the user's status.
#[wasm_bindgen(js_name = statusResponse)]
pub fn status_response(decision: &str) -> Result<String, JsError> {
    values::to_json(&Response::status(&values::from_json(decision)?))
}

/// Whether a failed call certainly used nothing, so that it is refunded.
#[wasm_bindgen(js_name = usedNothing)]
pub fn used_nothing(outcome: &JsValue) -> bool {
    values::api_failure(outcome).is_some_and(|failure| failure.used_nothing())
}

/// Responds to a failure of the API; undefined if there was none, or if it has to look like an ordinary response of the route.
#[wasm_bindgen(js_name = failureResponse)]
pub fn failure_response(route: &str, outcome: &JsValue) -> Result<Option<String>, JsError> {
    let route = Route::parse(route).ok_or_else(|| JsError::new("expected a route"))?;
    let visible = values::api_failure(outcome).filter(|failure| !failure.is_hidden(route));
    visible.map(|failure| values::to_json(&Response::api_failed(&failure))).transpose()
}
