//! Sends one request by fetch and gives what came back: the only file that names gloo-net or web-sys.
//!
//! gloo-net makes the headers. Its `send()` and its `Response` are not used: both leave a Promise pending for ever when
//! fetch does what it should not, and a handed-in fetch may do anything. `exchange.js` takes every value that comes from
//! fetch as foreign, and always tells an ending.

use gloo_net::http::Headers;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use crate::abort_signal::AbortSignal;
use crate::api::Call;
use crate::ending::{Ending, Tell, begin};
use crate::hooks::Announcement;

/// How requests are sent: with which headers, by which function.
#[derive(Debug)]
pub(crate) struct Transport {
    fetch: Option<Function>,
    /// Null where the runtime has no `Headers`, which is thrown when it is sent: jsdom under Jest has none.
    headers: JsValue,
    cookies: Cookies,
}

/// Whether a browser sends along what cookies it has for the server, and keeps those that the server sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cookies {
    Kept,
    Withheld,
}

/// One request.
pub(crate) struct Request<'a> {
    pub(crate) url: &'a str,
    pub(crate) call: &'a Call,
    pub(crate) timeout_ms: u32,
    pub(crate) signal: Option<&'a AbortSignal>,
    /// Who is told right before it is sent.
    pub(crate) announcement: Option<Announcement<'a>>,
}

/// What came back.
pub(crate) struct Answer {
    /// 0 where the runtime hides a redirect.
    pub(crate) status: u16,
    pub(crate) is_redirect: bool,
    pub(crate) body: Body,
    /// When the request was sent, in milliseconds since 1970.
    pub(crate) began_ms: f64,
    headers: JsValue,
}

/// The body of an answer, or why there is none.
pub(crate) enum Body {
    /// A JS string, left where it is until it is parsed.
    Text(JsValue),
    TooLong,
    NotText,
    /// It was read or locked before, or there is no way to read it.
    Unreadable,
    /// It broke off: what was thrown.
    Broken(JsValue),
    TimedOut,
}

/// Why nothing came back.
pub(crate) enum Failure {
    TimedOut,
    /// With the signal's own reason.
    Aborted(JsValue),
    /// fetch threw, or its promise was rejected.
    Thrown(JsValue),
    /// fetch resolved to something that can't be read as a Response.
    NoResponse(JsValue),
}

#[wasm_bindgen(module = "/pkg-template/exchange.js")]
extern "C" {
    #[wasm_bindgen(js_namespace = exchange, js_name = send)]
    fn exchange(
        tell: &Tell,
        key: u32,
        hook: Option<&Function>,
        event: Option<&JsValue>,
        fetch: Option<&Function>,
        url: &str,
        method: &str,
        headers: &JsValue,
        body: Option<&str>,
        with_cookies: bool,
        milliseconds: u32,
        signal: Option<&AbortSignal>,
    ) -> Promise;
}

#[wasm_bindgen(module = "/pkg-template/attempts.js")]
extern "C" {
    #[wasm_bindgen(js_namespace = attempts)]
    fn header(headers: &JsValue, name: &str) -> JsValue;
}

impl Transport {
    /// `headers` must hold printable ASCII only: the others are refused by some runtimes and altered by others.
    pub(crate) fn new(fetch: Option<Function>, headers: &[(&'static str, String)], cookies: Cookies) -> Transport {
        let headers = to_headers(headers).map_or(JsValue::NULL, JsValue::from);
        Transport { fetch, headers, cookies }
    }

    /// Sends the request and reads the answer, body included, within the time limit. Begins in a microtask, so that an
    /// abort right after the call sends nothing. The promise resolves with what `judge` makes of the answer, which may be
    /// another promise.
    pub(crate) fn send(
        &self,
        request: &Request<'_>,
        judge: impl FnOnce(Result<Answer, Failure>) -> JsValue + 'static,
    ) -> Promise {
        let Request { url, call, timeout_ms, signal, announcement } = request;
        let hook = announcement.as_ref().map(|Announcement { hook, .. }| *hook);
        let event = announcement.as_ref().map(|Announcement { event, .. }| event);
        let (fetch, headers, body) = (self.fetch.as_ref(), &self.headers, call.body.as_deref());
        let with_cookies = self.cookies == Cookies::Kept;
        let exchange = |tell: &Tell, key| {
            exchange(tell, key, hook, event, fetch, url, call.method, headers, body, with_cookies, *timeout_ms, *signal)
        };
        begin(exchange, Box::new(|ending: Ending| judge(ending.answer())))
    }
}

/// Fails where there is no `Headers`, which gloo-net's own constructor would panic on.
fn to_headers(entries: &[(&'static str, String)]) -> Result<web_sys::Headers, JsValue> {
    let headers = Headers::from_raw(web_sys::Headers::new()?);
    headers.set("Accept", "application/json");
    for (name, value) in entries {
        headers.set(name, value);
    }
    Ok(headers.into_raw())
}

impl Ending {
    /// The numbers are those of `exchange.js`.
    fn answer(self) -> Result<Answer, Failure> {
        let Ending { number, value, status, is_redirect, headers, began_ms } = self;
        let body = match number {
            0 => Body::Text(value),
            1 => Body::TooLong,
            2 => Body::NotText,
            3 => Body::Unreadable,
            4 => Body::Broken(value),
            5 => Body::TimedOut,
            6 => return Err(Failure::Thrown(value)),
            7 => return Err(Failure::NoResponse(value)),
            8 => return Err(Failure::TimedOut),
            _ => return Err(Failure::Aborted(value)),
        };
        Ok(Answer { status, is_redirect, body, began_ms, headers })
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        header(&self.headers, name).as_string()
    }
}
