//! The caller's hooks, and the events that they are called with.

use js_sys::{Date, Function};
use wasm_bindgen::prelude::*;

use crate::answer::Attempt;
use crate::api::Call;
use crate::fetch::Answer;
use crate::object::Object;

/// Functions that are told of each request, answer and wait. What they throw is ignored.
#[derive(Debug, Default)]
pub(crate) struct Hooks {
    pub(crate) on_request: Option<Function>,
    pub(crate) on_response: Option<Function>,
    pub(crate) on_retry: Option<Function>,
}

/// A hook that is still to be called, with its event.
pub(crate) struct Announcement<'a> {
    pub(crate) hook: &'a Function,
    pub(crate) event: JsValue,
}

impl Hooks {
    pub(crate) fn request(&self, call: &Call, attempt: u32) -> Option<Announcement<'_>> {
        let hook = self.on_request.as_ref()?;
        Some(Announcement { hook, event: event(call, attempt).into() })
    }

    pub(crate) fn response(&self, attempt: &Attempt<'_>, answer: &Answer) {
        if let Some(hook) = &self.on_response {
            let event = event(attempt.call, attempt.number).with("status", answer.status);
            let event = event.with("durationMs", Date::now() - answer.began_ms);
            tell(hook, &event.with_some("requestId", attempt.request_id(answer)).into());
        }
    }

    pub(crate) fn retry(&self, call: &Call, attempt: u32, delay_ms: u32, error: &JsValue) {
        if let Some(hook) = &self.on_retry {
            tell(hook, &event(call, attempt).with("delayMs", delay_ms).with("error", error).into());
        }
    }
}

fn event(call: &Call, attempt: u32) -> Object {
    Object::new()
        .with("operation", call.operation.name())
        .with("method", call.method)
        .with("path", call.path.as_str())
        .with("attempt", attempt)
}

#[wasm_bindgen(module = "/pkg-template/attempts.js")]
extern "C" {
    /// Ignores what the hook throws or rejects with.
    #[wasm_bindgen(js_namespace = attempts)]
    fn tell(hook: &Function, event: &JsValue);
}
