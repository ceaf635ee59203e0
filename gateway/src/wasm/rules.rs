//! The operator's rules, parsed once: who may call, and how often.

use js_sys::Array;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use crate::wasm::values;
use crate::{Caller, Event, Method, Origins, Policy, Response, SendEvent, SendLimit, UserEvent, address_key, request};

/// The limits, the path and the origins of a gateway.
#[wasm_bindgen]
pub struct Rules {
    policy: Policy,
    base_path: String,
    allowed_origins: String,
}

#[wasm_bindgen]
impl Rules {
    /// Parses the policy's JSON. The origins are separated by spaces.
    #[wasm_bindgen(constructor)]
    pub fn new(policy: &str, base_path: String, allowed_origins: String) -> Result<Rules, JsError> {
        Ok(Rules { policy: Policy::from_options(policy)?, base_path, allowed_origins })
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

    /// Returns triples of scope, key and event that reserve a start: for the `user`, the `address` and `global`, in this order. A blank
    /// address has no limit.
    #[wasm_bindgen(js_name = startEvents)]
    pub fn start_events(&self, now: f64, user_id: &str, method: &str, address: &str) -> Result<Array, JsError> {
        let method = Method::parse(method).ok_or_else(|| JsError::new("expected the method sms or totp"))?;
        let events = Array::of1(&self.user_event(now, user_id, UserEvent::ReserveSend(method))?);
        if let Some(address) = address_key(address) {
            let key = format!("address/{address}");
            events.push(&send_event(self.policy.sends_per_address, now, "address", &key)?);
        }
        events.push(&send_event(self.policy.sends_global, now, "global", "global")?);
        Ok(events)
    }

    /// Returns the triple of scope, key and event that reserves a PIN attempt, alone in a list.
    #[wasm_bindgen(js_name = attemptEvents)]
    pub fn attempt_events(&self, now: f64, user_id: &str) -> Result<Array, JsError> {
        Ok(Array::of1(&self.user_event(now, user_id, UserEvent::ReserveAttempt)?))
    }

    /// Returns the triple of scope, key and event that reads the user's status.
    #[wasm_bindgen(js_name = statusEvent)]
    pub fn status_event(&self, now: f64, user_id: &str) -> Result<JsValue, JsError> {
        self.user_event(now, user_id, UserEvent::Status)
    }

    /// Returns the triple of scope, key and event that ends the user's lockout.
    #[wasm_bindgen(js_name = unlockEvent)]
    pub fn unlock_event(&self, now: f64, user_id: &str) -> Result<JsValue, JsError> {
        self.user_event(now, user_id, UserEvent::Unlock)
    }

    fn origins<'a>(&'a self, own: &'a str) -> Origins<'a> {
        Origins { own, allowed: &self.allowed_origins }
    }

    fn user_event(&self, now: f64, user_id: &str, event: UserEvent) -> Result<JsValue, JsError> {
        let event = Event::User { event, now: values::milliseconds(now)?, policy: self.policy.clone() };
        triple("user", &format!("user/{}", request::canonical_id(user_id)), &event)
    }
}

fn send_event(limit: SendLimit, now: f64, scope: &str, key: &str) -> Result<JsValue, JsError> {
    triple(scope, key, &Event::Sends { event: SendEvent::Reserve, now: values::milliseconds(now)?, limit })
}

fn triple(scope: &str, key: &str, event: &Event) -> Result<JsValue, JsError> {
    Ok(Array::of3(&scope.into(), &key.into(), &values::to_json(event)?.into()).into())
}
