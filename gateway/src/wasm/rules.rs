//! The operator's rules: who may call, what a call has to reserve, and the step that a store takes for each reservation.

use js_sys::Array;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use crate::request::{self, Body};
use crate::text;
use crate::wasm::steps::{milliseconds, with_clock};
use crate::{
    Caller, Fingerprint, Method, Network, Origins, Policy, Response, Route, SharedEvent, SharedLimit, UserEvent,
};

/// The limits, the path and the origins of a gateway.
#[wasm_bindgen]
pub struct Rules {
    policy: Policy,
    policy_text: String,
    service_id: String,
    base_path: String,
    allowed_origins: String,
    /// Whether a store that has a clock replaces the gateway's time by its own.
    is_system_time: bool,
    /// Whether the API is Number Verification: users have the site's own ids, and get SMS only.
    is_number_verification: bool,
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
        is_number_verification: bool,
    ) -> Result<Rules, JsError> {
        let policy = Policy::from_options(policy)?;
        let policy_text = text::policy_text(&policy);
        Ok(Rules {
            policy,
            policy_text,
            service_id: request::canonical_id(service_id),
            base_path,
            allowed_origins,
            is_system_time,
            is_number_verification,
        })
    }

    /// Whether text can be a user's id.
    #[wasm_bindgen(js_name = isUserId)]
    pub fn is_user_id(&self, text: &str) -> bool {
        if self.is_number_verification { request::is_site_user_id(text) } else { request::is_user_id(text) }
    }

    /// The seconds for which the API should accept a PIN: as long as an authentication lives, within the API's limits.
    #[wasm_bindgen(getter, js_name = validitySeconds)]
    pub fn validity_seconds(&self) -> f64 {
        self.policy.authentication_ms.div_ceil(1000).clamp(1, MAX_VALIDITY_SECONDS) as f64
    }

    /// The milliseconds that an authentication lives.
    #[wasm_bindgen(getter, js_name = authenticationMs)]
    pub fn authentication_ms(&self) -> f64 {
        self.policy.authentication_ms as f64
    }

    /// The most messages that one start may send.
    #[wasm_bindgen(getter, js_name = maxSends)]
    pub fn max_sends(&self) -> f64 {
        let Policy { sends_per_user, sends_per_address, sends_per_destination, sends_global, .. } = &self.policy;
        let limits = [sends_per_user, sends_per_address, sends_per_destination, sends_global];
        limits.map(|limit| limit.count).into_iter().min().unwrap_or(0) as f64
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
            Err(response) => Ok(Some(response.lines())),
        }
    }

    /// The headers that let a page of an allowed origin read the response.
    #[wasm_bindgen(js_name = originHeaders)]
    pub fn origin_headers(&self, own: &str, origin: Option<String>) -> String {
        Response::header_lines(&self.origins(own).headers(Caller { origin: origin.as_deref(), fetch_site: None }))
    }

    /// Returns the key and the event that read the user's status.
    #[wasm_bindgen(js_name = statusEvent)]
    pub fn status_event(&self, now: f64, user_id: &str) -> Result<Array, JsError> {
        self.operator_event(now, user_id, UserEvent::Status)
    }

    /// Returns the key and the event that trust a device of the user, for so many milliseconds.
    #[wasm_bindgen(js_name = trustDeviceEvent)]
    pub fn trust_device_event(
        &self,
        now: f64,
        user_id: &str,
        id: f64,
        number: f64,
        valid_ms: f64,
    ) -> Result<Array, JsError> {
        let (id, number) = (reservation_id(id)?, reservation_id(number)?);
        self.operator_event(now, user_id, UserEvent::TrustDevice { id, number, valid_ms: milliseconds(valid_ms)? })
    }

    /// Returns the key and the event that ask whether a device is trusted.
    #[wasm_bindgen(js_name = checkDeviceEvent)]
    pub fn check_device_event(&self, now: f64, user_id: &str, id: f64, number: f64) -> Result<Array, JsError> {
        let (id, number) = (reservation_id(id)?, reservation_id(number)?);
        self.operator_event(now, user_id, UserEvent::CheckDevice { id, number })
    }

    /// Returns the key and the event that replace the number of a trusted device.
    #[wasm_bindgen(js_name = rotateDeviceEvent)]
    pub fn rotate_device_event(
        &self,
        now: f64,
        user_id: &str,
        id: f64,
        number: f64,
        next: f64,
    ) -> Result<Array, JsError> {
        let (id, number, next) = (reservation_id(id)?, reservation_id(number)?, reservation_id(next)?);
        self.operator_event(now, user_id, UserEvent::RotateDevice { id, number, next })
    }

    /// Returns the key and the event that trust no device of the user any more.
    #[wasm_bindgen(js_name = forgetDevicesEvent)]
    pub fn forget_devices_event(&self, now: f64, user_id: &str) -> Result<Array, JsError> {
        self.operator_event(now, user_id, UserEvent::ForgetDevices)
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
        let event = SharedEvent::Reserve { id: reservation_id(id)? };
        let event = self.shared_event_text(event, milliseconds(now)?, &limit);
        Ok(Array::of2(&self.key("failed-pins").into(), &event.into()))
    }

    /// Plans a page's request. Returns the status of a refusal alone, or lines: the operation, `start` or `verify`, its method or PIN, and triples of scope,
    /// key and event, in the order in which they have to be reserved: the `user`, the `destination`, whose key lacks its hash, the `network`, and
    /// the whole gateway, `global`, which has a second event that a decoy checks.
    #[wasm_bindgen(js_name = planRequest)]
    #[expect(clippy::too_many_arguments, reason = "one crossing for one decision")]
    pub fn plan_request(
        &self,
        now: f64,
        id: f64,
        user_id: &str,
        address: &str,
        has_destination: bool,
        route: &str,
        content_type: Option<String>,
        body: &[u8],
    ) -> Result<String, JsError> {
        let refuse = |status: u16| Ok(status.to_string());
        if !self.is_user_id(user_id) {
            return refuse(401);
        }
        if !request::is_json(content_type.as_deref()) {
            return refuse(415);
        }
        match (Route::parse(route), request::read_body(body)) {
            (Some(Route::Start), Some(Body::Start(method))) => {
                self.plan_start(now, id, user_id, address, has_destination, method, 1)
            }
            (Some(Route::Start | Route::Verify), Some(Body::Verify(pin))) => {
                self.plan_attempt(now, id, user_id, address, &pin)
            }
            _ => refuse(422),
        }
    }

    /// Plans a start that the site's own server asks for, or one that may send several messages.
    #[wasm_bindgen(js_name = planStart)]
    #[expect(clippy::too_many_arguments, reason = "one crossing for one decision")]
    pub fn plan_start_of_server(
        &self,
        now: f64,
        id: f64,
        user_id: &str,
        address: &str,
        has_destination: bool,
        method: &str,
        sends: u32,
    ) -> Result<String, JsError> {
        let method = Method::parse(method).ok_or_else(|| JsError::new("expected the method sms or totp"))?;
        self.plan_start(now, id, user_id, address, has_destination, method, sends)
    }

    /// Plans an attempt that the site's own server makes. Returns the status 422 alone for a text that can't be a PIN.
    #[wasm_bindgen(js_name = planAttempt)]
    pub fn plan_attempt_of_server(
        &self,
        now: f64,
        id: f64,
        user_id: &str,
        address: &str,
        pin: &str,
    ) -> Result<String, JsError> {
        if !request::is_pin(pin) {
            return Ok("422".to_owned());
        }
        self.plan_attempt(now, id, user_id, address, pin)
    }
}

impl Rules {
    /// Returns the whole key.
    fn key(&self, key: &str) -> String {
        [&self.service_id, "/", key].concat()
    }

    fn user_event_text(&self, event: UserEvent, now: u64) -> String {
        with_clock(self.is_system_time, &text::user_event_text(&event, now, &self.policy_text))
    }

    fn shared_event_text(&self, event: SharedEvent, now: u64, limit: &SharedLimit) -> String {
        with_clock(self.is_system_time, &text::shared_event_text(event, now, limit, &[]))
    }

    fn origins<'a>(&'a self, own: &'a str) -> Origins<'a> {
        Origins { own, allowed: &self.allowed_origins }
    }

    fn operator_event(&self, now: f64, user_id: &str, event: UserEvent) -> Result<Array, JsError> {
        let event = self.user_event_text(event, milliseconds(now)?);
        Ok(Array::of2(&self.key(&user_key(user_id)).into(), &event.into()))
    }

    #[expect(clippy::too_many_arguments, reason = "those of the crossing")]
    fn plan_start(
        &self,
        now: f64,
        id: f64,
        user_id: &str,
        address: &str,
        has_destination: bool,
        method: Method,
        sends: u32,
    ) -> Result<String, JsError> {
        // Number Verification has no app, and falls back to SMS for each user.
        let method = if self.is_number_verification { Method::Sms } else { method };
        let count = u64::from(sends.max(1));
        let mut plan = self.begin(now, id, Route::Start, method.name())?;
        plan.reserve_user(user_id, UserEvent::ReserveSend { method, id: plan.id, sends: count });
        if has_destination {
            let limit = SharedLimit { count, ..self.policy.sends_per_destination.into() };
            plan.reserve("destination", "destination/", &limit);
        }
        if let Some(network) = Network::of(address) {
            let limit = SharedLimit { count, ..network.limit(self.policy.sends_per_address) };
            plan.reserve("network", &format!("network/{}", network.key), &limit);
        }
        let whole = SharedLimit { knows_settled: true, count, ..self.policy.sends_global.into() };
        plan.reserve("global", "global", &whole);
        plan.line(&self.shared_event_text(SharedEvent::Check, plan.now, &whole));
        Ok(plan.lines)
    }

    fn plan_attempt(&self, now: f64, id: f64, user_id: &str, address: &str, pin: &str) -> Result<String, JsError> {
        let mut plan = self.begin(now, id, Route::Verify, pin)?;
        let key = user_key(user_id);
        plan.reserve_user(user_id, UserEvent::ReserveAttempt { id: plan.id, pin: Fingerprint::of(&key, pin) });
        if let Some(network) = Network::of(address) {
            let limit = network.limit(self.policy.failed_pins_per_address);
            plan.reserve("failedPins", &format!("failed-pins/{}", network.key), &limit);
        }
        Ok(plan.lines)
    }

    fn begin(&self, now: f64, id: f64, route: Route, value: &str) -> Result<Plan<'_>, JsError> {
        let lines = format!("{}\n{value}", route.name());
        Ok(Plan { rules: self, now: milliseconds(now)?, id: reservation_id(id)?, lines })
    }
}

/// A plan in the making: the operation, its value, and then for each reservation its scope, key and event. None of them has a line break.
struct Plan<'a> {
    rules: &'a Rules,
    now: u64,
    id: u64,
    lines: String,
}

impl Plan<'_> {
    fn reserve_user(&mut self, user_id: &str, event: UserEvent) {
        self.push("user", &user_key(user_id), &self.rules.user_event_text(event, self.now));
    }

    fn reserve(&mut self, scope: &str, key: &str, limit: &SharedLimit) {
        let event = SharedEvent::Reserve { id: self.id };
        self.push(scope, key, &self.rules.shared_event_text(event, self.now, limit));
    }

    fn push(&mut self, scope: &str, key: &str, event: &str) {
        self.line(scope);
        self.line(&self.rules.key(key));
        self.line(event);
    }

    fn line(&mut self, text: &str) {
        self.lines.push('\n');
        self.lines.push_str(text);
    }
}

/// The key of a user, the same for all spellings of a UUID.
fn user_key(user_id: &str) -> String {
    ["user/", &request::encode_id(&request::canonical_id(user_id))].concat()
}

/// The longest validity of a PIN that the Number Verification API documents.
const MAX_VALIDITY_SECONDS: u64 = 1800;

/// The largest whole number of JavaScript.
const MAX_ID: f64 = 9_007_199_254_740_991.0;

fn reservation_id(id: f64) -> Result<u64, JsError> {
    let is_id = (1.0..=MAX_ID).contains(&id);
    is_id.then_some(id as u64).ok_or_else(|| JsError::new("expected an id from 1 to 2^53 - 1"))
}
