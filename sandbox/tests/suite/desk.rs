use serde_json::{Value, json};
use std::cell::Cell;
use std::rc::Rc;
use verigator_sandbox::http::{Delivery, Manner, Request, Response};
use verigator_sandbox::{Machine, Options, Pattern, Sandbox, Timestamp};

/// The path that all services are under.
pub(crate) const SERVICES: &str = "/v1/service/service";

/// 2026-01-01T00:00:00Z.
pub(crate) const NEW_YEAR_MS: i64 = 1_767_225_600_000;

/// A sandbox and the machine around it, with the means to send requests as they stand on the wire.
pub(crate) struct Desk {
    sandbox: Sandbox,
    machine_ms: Rc<Cell<i64>>,
}

struct TestMachine(Rc<Cell<i64>>);

impl Machine for TestMachine {
    fn now(&self) -> Timestamp {
        Timestamp::nearest(self.0.get())
    }

    /// Stands for JavaScript's expressions: `^…$` is the whole path, `(` is none, anything else a part of the path.
    fn matches(&self, pattern: &Pattern, path: &str) -> Option<bool> {
        let text = pattern.pattern.as_str();
        match text.strip_prefix('^').and_then(|rest| rest.strip_suffix('$')) {
            Some(whole) => Some(path == whole),
            None if text == "(" => None,
            None => Some(path.contains(text)),
        }
    }
}

impl Desk {
    /// Sets up a sandbox with a seed whose clock stands at the new year 2026.
    pub(crate) fn new() -> Self {
        Self::with(json!({}))
    }

    /// Sets up a sandbox with further options.
    pub(crate) fn with(options: Value) -> Self {
        let mut all = json!({ "seed": 7, "now": NEW_YEAR_MS });
        all.as_object_mut().unwrap().extend(options.as_object().unwrap().clone());
        Self::exactly(&all)
    }

    /// Sets up a sandbox with just these options.
    pub(crate) fn exactly(options: &Value) -> Self {
        let machine_ms = Rc::new(Cell::new(NEW_YEAR_MS));
        let machine = Box::new(TestMachine(Rc::clone(&machine_ms)));
        let options = Options::parse(&options.to_string()).unwrap();
        Self { sandbox: Sandbox::new(options, [42; 32], machine), machine_ms }
    }

    /// Lets the machine's clock go on.
    pub(crate) fn pass_ms(&self, milliseconds: i64) {
        self.machine_ms.set(self.machine_ms.get() + milliseconds);
    }

    /// Sends a request written as on the wire: request line, headers, empty line, body.
    pub(crate) fn send(&mut self, literal: &str) -> String {
        written(&self.deliver(&parsed(literal)))
    }

    pub(crate) fn deliver(&mut self, request: &Request) -> Delivery {
        self.sandbox.handle(request)
    }

    /// Calls the API as the first account and returns status and body.
    pub(crate) fn call(&mut self, method: &str, path: &str, body: &str) -> Answer {
        self.call_as("sandbox:sandbox", method, path, body)
    }

    pub(crate) fn call_as(&mut self, credentials: &str, method: &str, path: &str, body: &str) -> Answer {
        let request = Request::new(method, path).with_header("X-Service-Auth", credentials).with_body(body);
        Answer::of(&self.deliver(&request))
    }

    /// Calls the control API.
    pub(crate) fn control(&mut self, method: &str, path: &str, body: Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = Request::new(method, &format!("/_sandbox/{path}")).with_body(body);
        Answer::of(&self.deliver(&request))
    }

    /// Takes the events since this was last asked.
    pub(crate) fn events(&mut self) -> Vec<Value> {
        serde_json::from_str(&self.sandbox.take_events()).unwrap()
    }

    /// Makes a service and returns its path.
    #[track_caller]
    pub(crate) fn service(&mut self) -> String {
        self.service_of("sandbox:sandbox", "coffeeshop.com")
    }

    #[track_caller]
    pub(crate) fn service_of(&mut self, credentials: &str, fqdn: &str) -> String {
        let body = json!({ "fqdn": fqdn, "name": "Coffee Shop" }).to_string();
        format!("{SERVICES}/{}", self.call_as(credentials, "POST", SERVICES, &body).id())
    }

    /// Registers a user of a service and returns their path.
    #[track_caller]
    pub(crate) fn user(&mut self, service: &str, name: &str, phone_number: &str) -> String {
        let body = json!({ "id_in_service": name, "phone_number": phone_number }).to_string();
        let users = format!("{service}/users");
        format!("{users}/{}", self.call("POST", &users, &body).id())
    }

    /// Makes a service with a user and returns the path of the user's authentication.
    #[track_caller]
    pub(crate) fn authentication(&mut self) -> String {
        let service = self.service();
        self.user(&service, "ann", "+3725555555") + "/auth"
    }

    /// Starts an authentication and returns the method in use.
    #[track_caller]
    pub(crate) fn start(&mut self, authentication: &str, method: &str) -> String {
        let answer = self.call("POST", authentication, &json!({ "method": method }).to_string());
        answer.body["method"].as_str().unwrap().to_owned()
    }

    /// Starts an authentication by SMS and returns the PIN that came.
    #[track_caller]
    pub(crate) fn start_sms(&mut self, authentication: &str) -> String {
        self.start(authentication, "sms");
        let sms = self.events().into_iter().rfind(|event| event["event"] == "sms");
        sms.expect("an SMS")["value"]["pin"].as_str().unwrap().to_owned()
    }

    /// Verifies a PIN or code and returns `verified`, or the reason why it was refused.
    #[track_caller]
    pub(crate) fn verify(&mut self, authentication: &str, token: &str) -> String {
        let answer = self.call("PUT", authentication, &json!({ "token": token }).to_string());
        if answer.body["verified"] == true {
            return "verified".to_owned();
        }
        let status = answer.body["status"].as_object().unwrap();
        let reasons = status.iter().filter(|(_, value)| **value == true).map(|(name, _)| name.as_str());
        reasons.collect::<Vec<_>>().join(" and ")
    }
}

/// Status and body of an answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Answer {
    fn of(delivery: &Delivery) -> Self {
        let response = delivery.response().expect("an answer");
        let body = if response.body.is_empty() { Value::Null } else { serde_json::from_str(&response.body).unwrap() };
        Self { status: response.status, body }
    }

    /// Returns the id of what was made.
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

fn parsed(literal: &str) -> Request {
    let (head, body) = literal.split_once("\n\n").unwrap_or((literal, ""));
    let mut lines = head.lines();
    let mut request_line = lines.next().unwrap().split(' ');
    let request = Request::new(request_line.next().unwrap(), request_line.next().unwrap()).with_body(body);
    lines.fold(request, |request, line| {
        let (name, value) = line.split_once(": ").unwrap();
        request.with_header(name, value)
    })
}

fn written(delivery: &Delivery) -> String {
    match &delivery.manner {
        Manner::Whole(response) => written_response(response),
        other => format!("{other:?}"),
    }
}

fn written_response(response: &Response) -> String {
    let headers: String = response.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    format!("{}\n{headers}\n{}", response.status, response.body)
}
