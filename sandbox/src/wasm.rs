//! The edge to JavaScript: one class with a few coarse methods, which pass nothing but texts and bytes.

use crate::faults::Pattern;
use crate::http::{Delivery, Manner, Request, Response};
use crate::machine::Machine;
use crate::options::Options;
use crate::sandbox::Sandbox;
use crate::timestamp::Timestamp;
use serde_json::json;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn date_now() -> f64;

    type RegExp;

    #[wasm_bindgen(constructor, catch)]
    fn new(pattern: &str, flags: &str) -> Result<RegExp, JsValue>;

    #[wasm_bindgen(method)]
    fn test(this: &RegExp, text: &str) -> bool;
}

/// A sandbox behind the glue, and the body of its last answer.
#[wasm_bindgen]
pub struct Engine {
    sandbox: Sandbox,
    body: String,
}

#[wasm_bindgen]
impl Engine {
    /// Sets up a sandbox from options as JSON and 32 random bytes, which may be missing where the options have a seed.
    ///
    /// # Errors
    /// An `Error` that names the bad option.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, entropy: &[u8]) -> Result<Engine, JsError> {
        let options = Options::parse(options).map_err(|message| JsError::new(&message))?;
        let has_seed = options.has_seed();
        match entropy.try_into() {
            Ok(entropy) => Ok(Self::around(Sandbox::new(options, entropy, Box::new(Runtime)))),
            Err(_) if has_seed => Ok(Self::around(Sandbox::new(options, [0; 32], Box::new(Runtime)))),
            Err(_) => Err(JsError::new("entropy: expected 32 bytes")),
        }
    }

    fn around(sandbox: Sandbox) -> Self {
        Self { sandbox, body: String::new() }
    }

    /// Answers a request and returns the delivery as JSON, all but the body. Headers are names and values in turns.
    #[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen hands lists over by value only")]
    pub fn handle(&mut self, method: &str, target: &str, headers: Vec<String>, body: Vec<u8>) -> String {
        let mut request = Request::new(method, target).with_body(body);
        for pair in headers.as_chunks::<2>().0 {
            let [name, value] = pair;
            request = request.with_header(name, value);
        }
        let mut delivery = self.sandbox.handle(&request);
        self.body = delivery.response_mut().map(|response| std::mem::take(&mut response.body)).unwrap_or_default();
        head_of(&delivery)
    }

    /// Hands over the body of the last answer, which needs no second coat of JSON.
    #[wasm_bindgen(js_name = takeBody)]
    pub fn take_body(&mut self) -> String {
        std::mem::take(&mut self.body)
    }

    /// Returns what happened since this was last asked, as a JSON list.
    #[wasm_bindgen(js_name = takeEvents)]
    pub fn take_events(&mut self) -> String {
        self.sandbox.take_events()
    }
}

fn head_of(delivery: &Delivery) -> String {
    let (manner, sent_bytes) = match &delivery.manner {
        Manner::Whole(_) => ("whole", None),
        Manner::Truncated(_, sent_bytes) => ("truncated", Some(sent_bytes)),
        Manner::EventStream(_) => ("events", None),
        Manner::BrokenConnection => ("connection", None),
        Manner::Hang => ("hang", None),
    };
    let none = Response::empty(200);
    let response = delivery.response().unwrap_or(&none);
    json!({
        "manner": manner,
        "sentBytes": sent_bytes,
        "delayMs": delivery.delay_ms,
        "status": response.status,
        "headers": response.headers,
    })
    .to_string()
}

/// The JavaScript runtime: its clock, its regular expressions.
struct Runtime;

impl Machine for Runtime {
    fn now(&self) -> Timestamp {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "dates in JavaScript are whole milliseconds, far below 2^63"
        )]
        let unix_ms = date_now() as i64;
        Timestamp::nearest(unix_ms)
    }

    fn matches(&self, pattern: &Pattern, path: &str) -> Option<bool> {
        RegExp::new(&pattern.pattern, &pattern.flags).ok().map(|expression| expression.test(path))
    }
}
