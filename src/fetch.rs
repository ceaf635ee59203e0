//! Sends one request by fetch and reads its answer: the only file that names gloo-net or web-sys.
//!
//! gloo-net makes the headers. Its `send()` and its `Response` are not used: both leave a Promise pending for ever when
//! fetch does what it should not, and a handed-in fetch may do anything. Here every value that comes from fetch is
//! taken as foreign: each access can fail, and a failure is an answer.

use gloo_net::http::Headers;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, RequestCredentials, RequestInit, RequestRedirect};

use crate::api::Call;
use crate::body::Body;
use crate::deadline::{Deadline, Ended};
use crate::environment;
use crate::foreign::{Foreign, settled};
use crate::object::member;
use crate::operation::Effect;

/// How requests are sent: with which headers, by which function.
#[derive(Debug)]
pub(crate) struct Transport {
    fetch: Option<Function>,
    headers: Vec<(&'static str, String)>,
    credentials: RequestCredentials,
}

/// Whether a browser sends along what cookies it has for the server, and keeps those that the server sets.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cookies {
    Kept,
    Withheld,
}

/// What came back.
pub(crate) struct Answer {
    /// 0 where the runtime hides a redirect.
    pub(crate) status: u16,
    pub(crate) is_redirect: bool,
    pub(crate) body: Body,
    headers: JsValue,
}

/// Why nothing came back.
pub(crate) enum Failure {
    Ended(Ended),
    /// fetch threw, or its promise was rejected.
    Thrown(JsValue),
    /// fetch resolved to something that can't be read as a Response.
    NoResponse(JsValue),
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;

    type Blob;
    #[wasm_bindgen(constructor, catch)]
    fn new(parts: &Array) -> Result<Blob, JsValue>;
}

impl Transport {
    /// `headers` must hold printable ASCII only: the others are refused by some runtimes and altered by others.
    pub(crate) fn new(fetch: Option<Function>, headers: Vec<(&'static str, String)>, cookies: Cookies) -> Transport {
        let credentials = match cookies {
            Cookies::Kept => RequestCredentials::Include,
            Cookies::Withheld => RequestCredentials::Omit,
        };
        Transport { fetch, headers, credentials }
    }

    /// Sends the request and reads the answer, body included, within the deadline.
    pub(crate) async fn send(&self, url: &str, call: &Call, deadline: &Deadline) -> Result<Answer, Failure> {
        let connection = Connection::new().map_err(Failure::Thrown)?;
        let init = self.init(call, &connection).map_err(Failure::Thrown)?;
        let sent = match &self.fetch {
            Some(fetch) => fetch.call2(&JsValue::UNDEFINED, &url.into(), &init),
            None => global_fetch(url, &init),
        };
        let response = settled(&sent.map_err(Failure::Thrown)?);
        let response = deadline.within(response).await.map_err(Failure::Ended)?.map_err(Failure::Thrown)?;
        let answer = read(response, deadline).await?;
        if matches!(answer.body, Body::Text(_)) {
            connection.keep();
        }
        Ok(answer)
    }

    /// Fails where the runtime has no `Headers`, which gloo-net's own constructor would panic on: jsdom under Jest has none.
    fn init(&self, call: &Call, connection: &Connection) -> Result<RequestInit, JsValue> {
        let headers = Headers::from_raw(web_sys::Headers::new()?);
        headers.set("Accept", "application/json");
        for (name, value) in &self.headers {
            headers.set(name, value);
        }
        let init = RequestInit::new();
        init.set_method(call.method);
        if let Some(body) = &call.body {
            headers.set("Content-Type", "application/json");
            init.set_body(&self.body_once(body)?);
        }
        if call.operation.effect() != Effect::Reads {
            // Only Bun heeds it, by a connection of its own: on a kept one that is cut, it would send the request again by itself.
            Reflect::set(&init, &"keepalive".into(), &false.into())?;
        }
        init.set_headers(&headers.into_raw());
        init.set_redirect(RequestRedirect::Manual);
        init.set_credentials(self.credentials);
        init.set_referrer_policy(web_sys::ReferrerPolicy::NoReferrer);
        init.set_signal(Some(&connection.controller.signal()));
        Ok(init)
    }

    /// The body in a form that the runtime's fetch sends once. On a kept connection that is cut, Deno sends again by itself what it can
    /// copy, a paid message too. It can't copy a Blob.
    fn body_once(&self, body: &str) -> Result<JsValue, JsValue> {
        let text = JsValue::from_str(body);
        if self.fetch.is_some() || !environment::is_deno() {
            return Ok(text);
        }
        Blob::new(&Array::of1(&text)).map(JsValue::from)
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.headers.unchecked_ref::<Foreign>().get(name).ok()?.as_string()
    }
}

/// Closes the connection when it is dropped, unless the answer was read to its end.
struct Connection {
    controller: AbortController,
    open: std::cell::Cell<bool>,
}

impl Connection {
    fn new() -> Result<Connection, JsValue> {
        Ok(Connection { controller: AbortController::new()?, open: true.into() })
    }

    /// Leaves the connection to the runtime, for the next request.
    fn keep(&self) {
        self.open.set(false);
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.open.get() {
            self.controller.abort();
        }
    }
}

async fn read(response: JsValue, deadline: &Deadline) -> Result<Answer, Failure> {
    let foreign: &Foreign = response.unchecked_ref();
    let status = foreign.status().ok().and_then(|status| status.as_f64());
    let headers = foreign.headers().unwrap_or_default();
    let is_opaque = member(&response, "type") == "opaqueredirect";
    let status = match status {
        Some(0.0) if is_opaque => 0,
        Some(status) if (100.0..1000.0).contains(&status) => status as u16,
        _ => return Err(Failure::NoResponse(response)),
    };
    let is_redirect = is_opaque || (300..400).contains(&status);
    let body = match deadline.within(Body::of(foreign)).await {
        Ok(body) => body,
        Err(Ended::TimedOut) => Body::TimedOut,
        Err(ended) => return Err(Failure::Ended(ended)),
    };
    Ok(Answer { status, is_redirect, body, headers })
}
