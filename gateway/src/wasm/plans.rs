//! Plans: the reservations of a call, in their order, before the first is made.

use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use crate::request::Body;
use crate::wasm::rules::Rules;
use crate::wasm::values;
use crate::{Event, Method, Network, Route, SharedEvent, SharedLimit, UserEvent, request};

/// A plan in the making: the operation, its value, and then for each reservation its scope, key and event. None of them has a line break.
struct Plan<'a> {
    rules: &'a Rules,
    now: u64,
    id: u64,
    lines: String,
}

#[wasm_bindgen]
impl Rules {
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
        if !request::is_user_id(user_id) {
            return refuse(401);
        }
        if !request::is_json(content_type.as_deref()) {
            return refuse(415);
        }
        match (Route::parse(route), request::read_body(body)) {
            (Some(Route::Start), Some(Body::Start(method))) => {
                self.plan_start(now, id, user_id, address, has_destination, method)
            }
            (Some(Route::Start | Route::Verify), Some(Body::Verify(pin))) => {
                self.plan_attempt(now, id, user_id, address, &pin)
            }
            _ => refuse(422),
        }
    }

    /// Plans a start that the site's own server asks for.
    #[wasm_bindgen(js_name = planStart)]
    pub fn plan_start_of_server(
        &self,
        now: f64,
        id: f64,
        user_id: &str,
        address: &str,
        has_destination: bool,
        method: &str,
    ) -> Result<String, JsError> {
        let method = Method::parse(method).ok_or_else(|| JsError::new("expected the method sms or totp"))?;
        self.plan_start(now, id, user_id, address, has_destination, method)
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
    fn plan_start(
        &self,
        now: f64,
        id: f64,
        user_id: &str,
        address: &str,
        has_destination: bool,
        method: Method,
    ) -> Result<String, JsError> {
        let mut plan = self.begin(now, id, Route::Start, method.name())?;
        plan.reserve_user(user_id, UserEvent::ReserveSend { method, id: plan.id })?;
        if has_destination {
            plan.reserve("destination", "destination/", self.policy().sends_per_destination.into())?;
        }
        if let Some(network) = Network::of(address) {
            let limit = network.limit(self.policy().sends_per_address);
            plan.reserve("network", &format!("network/{}", network.key), limit)?;
        }
        let whole = SharedLimit { knows_settled: true, ..self.policy().sends_global.into() };
        plan.reserve("global", "global", whole.clone())?;
        let check = Event::Shared { event: SharedEvent::Check, now: plan.now, limit: whole, settled: vec![] };
        plan.line(&self.event_text(&check));
        Ok(plan.lines)
    }

    fn plan_attempt(&self, now: f64, id: f64, user_id: &str, address: &str, pin: &str) -> Result<String, JsError> {
        let mut plan = self.begin(now, id, Route::Verify, pin)?;
        plan.reserve_user(user_id, UserEvent::ReserveAttempt { id: plan.id })?;
        if let Some(network) = Network::of(address) {
            let limit = network.limit(self.policy().failed_pins_per_address);
            plan.reserve("failedPins", &format!("failed-pins/{}", network.key), limit)?;
        }
        Ok(plan.lines)
    }

    fn begin(&self, now: f64, id: f64, route: Route, value: &str) -> Result<Plan<'_>, JsError> {
        let lines = format!("{}\n{value}", route.name());
        Ok(Plan { rules: self, now: values::milliseconds(now)?, id: values::id(id)?, lines })
    }
}

impl Plan<'_> {
    fn reserve_user(&mut self, user_id: &str, event: UserEvent) -> Result<(), JsError> {
        let policy = self.rules.policy().clone();
        self.push("user", &values::user_key(user_id), &Event::User { event, now: self.now, policy })
    }

    fn reserve(&mut self, scope: &str, key: &str, limit: SharedLimit) -> Result<(), JsError> {
        let event = SharedEvent::Reserve { id: self.id };
        self.push(scope, key, &Event::Shared { event, now: self.now, limit, settled: vec![] })
    }

    fn push(&mut self, scope: &str, key: &str, event: &Event) -> Result<(), JsError> {
        self.line(scope);
        self.line(&self.rules.key(key));
        self.line(&self.rules.event_text(event));
        Ok(())
    }

    fn line(&mut self, text: &str) {
        self.lines.push('\n');
        self.lines.push_str(text);
    }
}
