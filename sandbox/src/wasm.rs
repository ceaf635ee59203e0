//! The boundary to JavaScript: one class with a few coarse-grained methods, which take and return only strings and bytes.

use crate::http::{Delivery, DeliveryMode, Request, Response};
use crate::options::Options;
use crate::runtime::{Pattern, Runtime};
use crate::sandbox::Sandbox;
use crate::timestamp::Timestamp;
use serde_json::json;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn date_now() -> f64;

    pub type TypeError;

    #[wasm_bindgen(constructor)]
    fn new(message: &str) -> TypeError;

    /// A function `(source, flags, path) => boolean | undefined`.
    pub type PatternMatcher;

    #[wasm_bindgen(method, catch)]
    fn call(
        this: &PatternMatcher,
        receiver: &JsValue,
        source: &str,
        flags: &str,
        path: &str,
    ) -> Result<JsValue, JsValue>;
}

/// A sandbox and the body of its last response.
#[wasm_bindgen]
pub struct Engine {
    sandbox: Sandbox,
    body: String,
}

#[wasm_bindgen]
impl Engine {
    /// Creates a sandbox from options as JSON and 32 random bytes, which may be missing if the options have a seed. `matches` returns whether
    /// a path matches a regular expression, or undefined if that is invalid.
    ///
    /// # Errors
    /// A `TypeError` that names the invalid option or the JSON path in the seed data.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, entropy: &[u8], matches: PatternMatcher) -> Result<Engine, TypeError> {
        let options = Options::parse(options).map_err(|message| TypeError::new(&message))?;
        let entropy = match entropy.try_into() {
            Ok(entropy) => entropy,
            Err(_) if options.has_seed() => [0; 32],
            Err(_) => return Err(TypeError::new("entropy: expected 32 bytes")),
        };
        let sandbox = Sandbox::new(options, entropy, Box::new(JavaScriptRuntime { matches }));
        Ok(Self { sandbox: sandbox.map_err(|message| TypeError::new(&message))?, body: String::new() })
    }

    /// Handles a request and returns the delivery as JSON, without the body. Headers are alternating names and values.
    #[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen passes arrays by value only")]
    pub fn handle(&mut self, method: &str, target: &str, headers: Vec<String>, body: Vec<u8>) -> String {
        let request = with_headers(Request::new(method, target).with_body(body), &headers);
        let mut delivery = self.sandbox.handle(&request);
        self.body = delivery.response_mut().map(|response| std::mem::take(&mut response.body)).unwrap_or_default();
        delivery_head(&delivery)
    }

    /// Checks `Host` and `Origin` before the body is read. Returns the delivery as JSON if the request is not to be handled.
    #[wasm_bindgen(js_name = checkAccess)]
    #[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen passes arrays by value only")]
    pub fn check_access(&mut self, method: &str, headers: Vec<String>) -> Option<String> {
        let mut response = self.sandbox.check_access(&with_headers(Request::new(method, "/"), &headers))?;
        self.body = std::mem::take(&mut response.body);
        Some(delivery_head(&response.into()))
    }

    /// Takes the body of the last response, which is passed on its own so that it is not encoded as JSON a second time.
    #[wasm_bindgen(js_name = takeBody)]
    pub fn take_body(&mut self) -> String {
        std::mem::take(&mut self.body)
    }

    /// Starts a snapshot in chunks, of the state as it is now.
    #[wasm_bindgen(js_name = startSnapshot)]
    pub fn start_snapshot(&mut self) {
        self.sandbox.start_snapshot();
    }

    /// Returns the next chunk of the snapshot; undefined at its end.
    #[wasm_bindgen(js_name = nextSnapshotChunk)]
    pub fn next_snapshot_chunk(&mut self) -> Option<String> {
        self.sandbox.next_snapshot_chunk()
    }

    /// Sends the messages that are due by themselves, and returns the milliseconds until the next one; undefined if none is coming.
    #[wasm_bindgen(js_name = sendDue)]
    #[allow(clippy::cast_precision_loss, reason = "a time of at most 8,000 years is far below 2^53 milliseconds")]
    pub fn send_due(&mut self) -> Option<f64> {
        self.sandbox.send_due().map(|milliseconds| milliseconds as f64)
    }

    /// Returns the events since the last call, as a JSON array.
    #[wasm_bindgen(js_name = takeEvents)]
    pub fn take_events(&mut self) -> String {
        self.sandbox.take_events()
    }
}

fn with_headers(request: Request, headers: &[String]) -> Request {
    let pairs = headers.as_chunks::<2>().0;
    pairs.iter().fold(request, |request, [name, value]| request.with_header(name, value))
}

fn delivery_head(delivery: &Delivery) -> String {
    let (mode, sent_bytes, wait_ms) = match &delivery.mode {
        DeliveryMode::Complete(_) => ("complete", None, None),
        DeliveryMode::Truncated(_, sent_bytes) => ("truncated", Some(sent_bytes), None),
        DeliveryMode::EventStream(_) => ("events", None, None),
        DeliveryMode::Wait(_, wait_ms) => ("wait", None, Some(wait_ms)),
        DeliveryMode::ConnectionError => ("connection", None, None),
        DeliveryMode::Hang => ("hang", None, None),
    };
    let no_response = Response::empty(200);
    let response = delivery.response().unwrap_or(&no_response);
    json!({
        "mode": mode,
        "sentBytes": sent_bytes,
        "waitMs": wait_ms,
        "space": delivery.space,
        "delayMs": delivery.delay_ms,
        "status": response.status,
        "headers": response.headers,
    })
    .to_string()
}

/// The clock and the regular expressions of JavaScript.
struct JavaScriptRuntime {
    matches: PatternMatcher,
}

impl Runtime for JavaScriptRuntime {
    fn now(&self) -> Timestamp {
        #[allow(clippy::cast_possible_truncation, reason = "`Date.now()` returns integers far below 2^63")]
        let unix_ms = date_now() as i64;
        Timestamp::saturating(unix_ms)
    }

    fn matches(&self, pattern: &Pattern, path: &str) -> Option<bool> {
        let result = self.matches.call(&JsValue::UNDEFINED, &pattern.pattern, &pattern.flags, path);
        result.ok().and_then(|result| result.as_bool())
    }
}
