//! Answers, as JSON of status, headers and body.

use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use super::{verdict, whole};
use crate::{Answer, Caller, Judgement, Origins, preflight};

/// Lets a page of an allowed origin read an answer: gives the headers to add.
#[wasm_bindgen(js_name = originHeaders)]
pub fn origin_headers(own: &str, allowed: &str, origin: Option<String>) -> String {
    let caller = Caller { origin: origin.as_deref(), fetch_site: None };
    headers_to_json(&Origins { own, allowed }.headers(caller))
}

/// Answers a browser's preflight.
#[wasm_bindgen(js_name = preflightAnswer)]
pub fn preflight_answer() -> String {
    to_json(&preflight())
}

/// Refuses by status.
#[wasm_bindgen(js_name = refusalAnswer)]
pub fn refusal_answer(status: u16) -> String {
    to_json(&Answer::refusal(status))
}

/// Answers what a verdict refuses.
#[wasm_bindgen(js_name = limitedAnswer)]
pub fn limited_answer(refused: &str, now: f64) -> Result<String, JsError> {
    Ok(to_json(&Answer::limited(&verdict(refused)?, whole(now)?)))
}

/// Answers a start.
#[wasm_bindgen(js_name = startedAnswer)]
pub fn started_answer(settled: &str) -> Result<String, JsError> {
    Ok(to_json(&Answer::started(&verdict(settled)?)))
}

/// Answers a verification: the reason is the API's for a wrong PIN, and absent for the right one.
#[wasm_bindgen(js_name = judgedAnswer)]
pub fn judged_answer(settled: &str, reason: Option<String>) -> Result<String, JsError> {
    let judgement = match reason.as_deref() {
        None => Judgement::Right,
        Some("expired") => Judgement::Expired,
        Some("throttled") => Judgement::Throttled,
        Some(_) => Judgement::Invalid,
    };
    Ok(to_json(&Answer::judged(judgement, &verdict(settled)?)))
}

/// Answers where the user stands.
#[wasm_bindgen(js_name = statusAnswer)]
pub fn status_answer(noted: &str) -> Result<String, JsError> {
    Ok(to_json(&Answer::status(&verdict(noted)?)))
}

pub(super) fn to_json(answer: &Answer) -> String {
    let body = answer.body.as_deref().map_or_else(|| "null".to_owned(), quoted);
    format!("{{\"status\":{},\"headers\":{},\"body\":{body}}}", answer.status, headers_to_json(&answer.headers))
}

fn headers_to_json(headers: &[(&'static str, String)]) -> String {
    let pairs: Vec<String> = headers.iter().map(|(name, value)| format!("[\"{name}\",{}]", quoted(value))).collect();
    format!("[{}]", pairs.join(","))
}

/// Quotes text of this crate's own, and origins, which the operator has listed: neither holds control characters.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
