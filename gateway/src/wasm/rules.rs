//! The operator's rules, parsed once: who may call, and how often.

use js_sys::Array;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use crate::wasm::values;
use crate::{Caller, Event, Origins, Policy, Response, SharedEvent, UserEvent, request};

/// The limits, the path and the origins of a gateway.
#[wasm_bindgen]
pub struct Rules {
    policy: Policy,
    service_id: String,
    base_path: String,
    allowed_origins: String,
    /// Whether a store that has a clock replaces the gateway's time by its own.
    is_system_time: bool,
}

#[wasm_bindgen]
impl Rules {
    /// Parses the policy's JSON. The origins are separated by spaces.
    #[wasm_bindgen(constructor)]
    pub fn new(
        policy: &str,
        service_id: &str,
        base_path: String,
        allowed_origins: String,
        is_system_time: bool,
    ) -> Result<Rules, JsError> {
        let policy = Policy::from_options(policy)?;
        Ok(Rules { policy, service_id: request::canonical_id(service_id), base_path, allowed_origins, is_system_time })
    }

    /// Returns the route's name, or a response that refuses the request; undefined if the path is not the gateway's.
    pub fn admit(
        &self,
        method: &str,
        path: &str,
        own: &str,
        origin: Option<String>,
        fetch_site: Option<String>,
    ) -> Result<Option<String>, JsError> {
        let Some(found) = request::find_route(method, path, &self.base_path) else { return Ok(None) };
        let caller = Caller { origin: origin.as_deref(), fetch_site: fetch_site.as_deref() };
        let admitted = if self.origins(own).admit(caller) { found } else { Err(Response::forbidden_origin()) };
        match admitted {
            Ok(route) => Ok(Some(route.name().to_owned())),
            Err(response) => values::to_json(&response).map(Some),
        }
    }

    /// The headers that let a page of an allowed origin read the response.
    #[wasm_bindgen(js_name = originHeaders)]
    pub fn origin_headers(&self, own: &str, origin: Option<String>) -> Result<String, JsError> {
        values::to_json(&self.origins(own).headers(Caller { origin: origin.as_deref(), fetch_site: None }))
    }

    /// Returns the key and the event that read the user's status.
    #[wasm_bindgen(js_name = statusEvent)]
    pub fn status_event(&self, now: f64, user_id: &str) -> Result<Array, JsError> {
        self.operator_event(now, user_id, UserEvent::Status)
    }

    /// Returns the key and the event that end the user's lockout.
    #[wasm_bindgen(js_name = unlockEvent)]
    pub fn unlock_event(&self, now: f64, user_id: &str) -> Result<Array, JsError> {
        self.operator_event(now, user_id, UserEvent::Unlock)
    }

    /// Returns the key and the event that count a wrong PIN for the report to the operator.
    #[wasm_bindgen(js_name = failedPinEvent)]
    pub fn failed_pin_event(&self, now: f64, id: f64) -> Result<Array, JsError> {
        let limit = self.policy.failed_pins_reported.into();
        let event = SharedEvent::Reserve { id: values::id(id)? };
        self.pair("failed-pins", &Event::Shared { event, now: values::milliseconds(now)?, limit, settled: vec![] })
    }
}

impl Rules {
    /// The policy.
    pub(crate) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Returns the whole key.
    pub(crate) fn key(&self, key: &str) -> String {
        format!("{}/{key}", self.service_id)
    }

    /// Returns the text of an event.
    pub(crate) fn event_text(&self, event: &Event) -> String {
        values::event_text(self.is_system_time, event)
    }

    fn origins<'a>(&'a self, own: &'a str) -> Origins<'a> {
        Origins { own, allowed: &self.allowed_origins }
    }

    fn operator_event(&self, now: f64, user_id: &str, event: UserEvent) -> Result<Array, JsError> {
        let event = Event::User { event, now: values::milliseconds(now)?, policy: self.policy.clone() };
        self.pair(&values::user_key(user_id), &event)
    }

    fn pair(&self, key: &str, event: &Event) -> Result<Array, JsError> {
        Ok(Array::of2(&self.key(key).into(), &self.event_text(event).into()))
    }
}
