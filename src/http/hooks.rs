//! The caller's hooks, and the events that they get.

use js_sys::{Date, Function};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::attempt::Attempt;
use super::response::Response;
use crate::js::plain_object;

/// Functions that are called with each request, response and retry.
#[derive(Debug, Default)]
pub(crate) struct Hooks {
    pub(crate) on_request: Option<Function>,
    pub(crate) on_response: Option<Function>,
    pub(crate) on_retry: Option<Function>,
}

/// An event of any of the three hooks.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    operation: &'static str,
    method: &'static str,
    path: &'a str,
    attempt: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_ms: Option<f64>,
    #[serde(with = "serde_wasm_bindgen::preserve", skip_serializing_if = "JsValue::is_undefined")]
    request_id: JsValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    delay_ms: Option<u32>,
    #[serde(with = "serde_wasm_bindgen::preserve", skip_serializing_if = "JsValue::is_undefined")]
    error: JsValue,
}

#[wasm_bindgen(module = "/pkg-template/safe-access.js")]
extern "C" {
    /// Calls a hook, and ignores what it throws or rejects with.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn emit(hook: &Function, event: &JsValue);
}

impl Hooks {
    pub(super) fn request(&self, attempt: &Attempt<'_>) {
        if let Some(hook) = &self.on_request {
            emit(hook, &plain_object(&Event::of(attempt)));
        }
    }

    pub(super) fn response(&self, attempt: &Attempt<'_>, response: &Response) {
        if let Some(hook) = &self.on_response {
            let event = Event {
                status: Some(response.status),
                duration_ms: Some(Date::now() - response.sent_at_ms),
                request_id: attempt.request_id_of(response),
                ..Event::of(attempt)
            };
            emit(hook, &plain_object(&event));
        }
    }

    pub(super) fn retry(&self, attempt: &Attempt<'_>, delay_ms: u32, error: &JsValue) {
        if let Some(hook) = &self.on_retry {
            let event = Event { delay_ms: Some(delay_ms), error: error.clone(), ..Event::of(attempt) };
            emit(hook, &plain_object(&event));
        }
    }
}

impl<'a> Event<'a> {
    fn of(attempt: &Attempt<'a>) -> Event<'a> {
        let request = attempt.request;
        Event {
            operation: request.operation.name(),
            method: request.method,
            path: &request.path,
            attempt: attempt.number,
            status: None,
            duration_ms: None,
            request_id: attempt.request_id.clone(),
            delay_ms: None,
            error: JsValue::UNDEFINED,
        }
    }
}
