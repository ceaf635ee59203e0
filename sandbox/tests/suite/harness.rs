use serde_json::{Value, json};
use std::cell::Cell;
use std::rc::Rc;
use verigator_sandbox::http::{Delivery, DeliveryMode, Request, Response};
use verigator_sandbox::{Options, Pattern, Runtime, Sandbox, Timestamp};

/// The path of the services.
pub(crate) const SERVICES: &str = "/v1/service/service";

/// 2026-01-01T00:00:00Z.
pub(crate) const NEW_YEAR_MS: i64 = 1_767_225_600_000;

/// A sandbox with a controllable system clock and shortcuts for requests.
pub(crate) struct TestSandbox {
    sandbox: Sandbox,
    system_ms: Rc<Cell<i64>>,
}

struct TestRuntime(Rc<Cell<i64>>);

impl Runtime for TestRuntime {
    fn now(&self) -> Timestamp {
        Timestamp::saturating(self.0.get())
    }

    /// Imitates regular expressions: `^…$` matches the whole path, `(` is invalid, anything else matches a part.
    fn matches(&self, pattern: &Pattern, path: &str) -> Option<bool> {
        let text = pattern.pattern.as_str();
        match text.strip_prefix('^').and_then(|rest| rest.strip_suffix('$')) {
            Some(whole) => Some(path == whole),
            None if text == "(" => None,
            None => Some(path.contains(text)),
        }
    }
}

impl TestSandbox {
    /// Creates a sandbox with a seed and a clock that is stopped at the start of 2026.
    pub(crate) fn new() -> Self {
        Self::with(json!({}))
    }

    /// Creates a sandbox with additional options.
    pub(crate) fn with(options: Value) -> Self {
        let mut all = json!({ "seed": 7, "now": NEW_YEAR_MS });
        all.as_object_mut().unwrap().extend(options.as_object().unwrap().clone());
        Self::with_only(&all)
    }

    /// Creates a sandbox with only these options.
    pub(crate) fn with_only(options: &Value) -> Self {
        Self::try_with_only(options).unwrap()
    }

    /// Creates a sandbox, or returns the error message of its seed data.
    pub(crate) fn try_with_only(options: &Value) -> Result<Self, String> {
        let system_ms = Rc::new(Cell::new(NEW_YEAR_MS));
        let runtime = Box::new(TestRuntime(Rc::clone(&system_ms)));
        let options = Options::parse(&options.to_string()).unwrap();
        Ok(Self { sandbox: Sandbox::new(options, [42; 32], runtime)?, system_ms })
    }

    /// Advances the system clock.
    pub(crate) fn advance_system_ms(&self, milliseconds: i64) {
        self.system_ms.set(self.system_ms.get() + milliseconds);
    }

    /// Sends a request in HTTP/1.1 notation and returns the response in the same notation.
    pub(crate) fn send(&mut self, literal: &str) -> String {
        format_delivery(&self.deliver(&parse_request(literal)))
    }

    /// Sends a request, and asserts that the response says whether it may be cached.
    #[track_caller]
    pub(crate) fn deliver(&mut self, request: &Request) -> Delivery {
        let delivery = self.sandbox.handle(request);
        let is_complete = delivery.response().is_none_or(|response| response.header("cache-control").is_some());
        assert!(is_complete, "expected {} {} to respond with cache-control", request.method, request.path);
        delivery
    }

    /// Sends an API request as the first account and returns status and body.
    pub(crate) fn call(&mut self, method: &str, path: &str, body: &str) -> ApiResponse {
        self.call_as("sandbox:sandbox", method, path, body)
    }

    pub(crate) fn call_as(&mut self, credentials: &str, method: &str, path: &str, body: &str) -> ApiResponse {
        let request = Request::new(method, path).with_header("X-Service-Auth", credentials).with_body(body);
        ApiResponse::of(&self.deliver(&request))
    }

    /// Sends a request to the control API.
    pub(crate) fn control(&mut self, method: &str, path: &str, body: Value) -> ApiResponse {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = Request::new(method, &format!("/_sandbox/{path}")).with_body(body);
        ApiResponse::of(&self.deliver(&request))
    }

    pub(crate) fn start_snapshot(&mut self) {
        self.sandbox.start_snapshot();
    }

    pub(crate) fn next_snapshot_chunk(&mut self) -> Option<String> {
        self.sandbox.next_snapshot_chunk()
    }

    /// Checks access without handling the request. Returns the status of a response that ends it.
    pub(crate) fn check_access(&self, request: &Request) -> Option<u16> {
        self.sandbox.check_access(request).map(|response| response.status)
    }

    /// Takes the events since the last call.
    pub(crate) fn events(&mut self) -> Vec<Value> {
        serde_json::from_str(&self.sandbox.take_events()).unwrap()
    }

    /// Creates a service and returns its path.
    #[track_caller]
    pub(crate) fn service(&mut self) -> String {
        self.service_of("sandbox:sandbox", "coffeeshop.com")
    }

    #[track_caller]
    pub(crate) fn service_of(&mut self, credentials: &str, fqdn: &str) -> String {
        let body = json!({ "fqdn": fqdn, "name": "Coffee Shop" }).to_string();
        format!("{SERVICES}/{}", self.call_as(credentials, "POST", SERVICES, &body).id())
    }

    /// Registers a user and returns their path.
    #[track_caller]
    pub(crate) fn user(&mut self, service: &str, name: &str, phone_number: &str) -> String {
        let body = json!({ "id_in_service": name, "phone_number": phone_number }).to_string();
        let users = format!("{service}/users");
        format!("{users}/{}", self.call("POST", &users, &body).id())
    }

    /// Creates a service with a user and returns the path of the user's authentication.
    #[track_caller]
    pub(crate) fn authentication(&mut self) -> String {
        let service = self.service();
        self.user(&service, "ann", "+3725555555") + "/auth"
    }

    /// Starts an authentication and returns its method.
    #[track_caller]
    pub(crate) fn start(&mut self, authentication: &str, method: &str) -> String {
        let response = self.call("POST", authentication, &json!({ "method": method }).to_string());
        response.body["method"].as_str().unwrap().to_owned()
    }

    /// Starts an authentication by SMS and returns the sent PIN.
    #[track_caller]
    pub(crate) fn start_sms(&mut self, authentication: &str) -> String {
        self.start(authentication, "sms");
        let sms = self.events().into_iter().rfind(|event| event["event"] == "sms");
        sms.expect("an SMS")["value"]["pin"].as_str().unwrap().to_owned()
    }

    /// Verifies a PIN or code and returns `verified` or the reason for the rejection.
    #[track_caller]
    pub(crate) fn verify(&mut self, authentication: &str, token: &str) -> String {
        let response = self.call("PUT", authentication, &json!({ "token": token }).to_string());
        if response.body["verified"] == true {
            return "verified".to_owned();
        }
        let status = response.body["status"].as_object().unwrap();
        let reasons = status.iter().filter(|(_, value)| **value == true).map(|(name, _)| name.as_str());
        reasons.collect::<Vec<_>>().join(" and ")
    }
}

/// The status and the parsed body of a response.
#[derive(Debug)]
pub(crate) struct ApiResponse {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl ApiResponse {
    fn of(delivery: &Delivery) -> Self {
        let response = delivery.response().expect("a response");
        let body = if response.body.is_empty() { Value::Null } else { serde_json::from_str(&response.body).unwrap() };
        Self { status: response.status, body }
    }

    /// Returns the id of a created resource.
    #[track_caller]
    pub(crate) fn id(&self) -> &str {
        self.body["id"].as_str().expect("an id")
    }

    /// Returns the message of an error.
    #[track_caller]
    pub(crate) fn message(&self) -> &str {
        self.body["message"].as_str().expect("a message")
    }
}

fn parse_request(literal: &str) -> Request {
    let (head, body) = literal.split_once("\n\n").unwrap_or((literal, ""));
    let mut lines = head.lines();
    let mut request_line = lines.next().unwrap().split(' ');
    let request = Request::new(request_line.next().unwrap(), request_line.next().unwrap()).with_body(body);
    lines.fold(request, |request, line| {
        let (name, value) = line.split_once(": ").unwrap();
        request.with_header(name, value)
    })
}

fn format_delivery(delivery: &Delivery) -> String {
    match &delivery.mode {
        DeliveryMode::Complete(response) => format_response(response),
        other => format!("{other:?}"),
    }
}

/// Leaves out the header that every response has, which `deliver` checks.
fn format_response(response: &Response) -> String {
    let headers = response.headers.iter().filter(|(name, value)| (&**name, &**value) != ("cache-control", "no-store"));
    let headers: String = headers.map(|(name, value)| format!("{name}: {value}\n")).collect();
    format!("{}\n{headers}\n{}", response.status, response.body)
}
