//! What fetch resolved to, the runtime's own Response or anything that can be read like one, and its body, which is read up to a limit.

use gloo_net::http::Response as NativeResponse;
use wasm_bindgen::prelude::*;

use super::in_flight::{Interruption, Notify, Pending, Settled};
use crate::api::{DecodeError, Decoded, Json, Server, number_verification};
use crate::errors::ErrorKind;
use crate::js::{JsonValue, member};

/// A response whose body has been read.
pub(super) struct Response {
    /// 0 if the runtime hides a redirect.
    pub(super) status: u16,
    pub(super) is_redirect: bool,
    headers: JsValue,
    pub(super) body: Body,
    /// When the request was sent, in milliseconds since 1970, if a hook asks for it.
    pub(super) sent_at_ms: f64,
}

/// The body of a response, or why there is none.
pub(super) enum Body {
    /// A JavaScript string, which stays on its heap until it is parsed.
    Text(JsValue),
    TooLong,
    NotText,
    /// It was already read or locked, or there is no way to read it.
    Unreadable,
    /// The connection was lost: what was thrown.
    Broken(JsValue),
    TimedOut,
}

/// Why the body of a success has no result.
pub(super) enum Undecodable {
    /// The body was not read to its end: see [`Response::body`].
    Body,
    /// It is no JSON object, but this.
    Json(&'static str),
    Field(Box<DecodeError>),
    /// It is the error of an API that responds with 200 to everything: its kind, and what to do.
    Refused(ErrorKind, Option<&'static str>),
}

/// A response whose body has not been read.
pub(super) struct Head {
    pub(super) status: u16,
    is_redirect: bool,
    headers: JsValue,
    pub(super) reader: Reader,
}

/// How a body is read.
pub(super) enum Reader {
    Empty,
    Unreadable,
    /// By an object with `read` and `cancel`, or by a response with `text`.
    Source(JsValue),
}

#[wasm_bindgen(module = "/pkg-template/safe-access.js")]
extern "C" {
    /// Returns a header, or undefined if there is none or it cannot be read.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn header(headers: &JsValue, name: &str) -> JsValue;
    /// Returns an object with `read` and `cancel` for a stream or an async iterable, undefined if the value is neither or locked.
    #[wasm_bindgen(js_namespace = safeAccess, js_name = readerOf)]
    fn reader_of(body: &JsValue) -> JsValue;
    /// Reads a body as text, and notifies of it: null if it is longer, undefined if it is not UTF-8.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn text(notify: &Notify, call: u32, step: u32, source: &JsValue, max_bytes: u32);
    /// Calls `cancel`, and ignores what comes of it.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn cancel(reader: &JsValue);
}

impl Response {
    pub(super) fn new(head: Head, body: Body, sent_at_ms: f64) -> Response {
        let Head { status, is_redirect, headers, .. } = head;
        Response { status, is_redirect, headers, body, sent_at_ms }
    }

    /// Any 2xx is a success.
    pub(super) fn is_success(&self) -> bool {
        !self.is_redirect && (200..300).contains(&self.status)
    }

    /// Decodes the body, which must be a JSON object, or a line of text from the Number Verification API.
    pub(super) fn decode(
        &self,
        server: Server,
        decode: impl Fn(&JsonValue) -> Decoded<JsValue>,
    ) -> Result<JsValue, Undecodable> {
        let Body::Text(text) = &self.body else { return Err(Undecodable::Body) };
        if server == Server::NumberVerification {
            let reply = JsonValue::of_text(text);
            return match number_verification::error_of(&reply) {
                Some((kind, hint)) => Err(Undecodable::Refused(kind, hint)),
                None => decode(&reply).map_err(Undecodable::Field),
            };
        }
        let json = JsonValue::parse(text).ok_or_else(|| Undecodable::Json(describe_text(text)))?;
        match json.describe() {
            "an object" => decode(&json).map_err(Undecodable::Field),
            other => Err(Undecodable::Json(other)),
        }
    }

    pub(super) fn header(&self, name: &str) -> Option<String> {
        header(&self.headers, name).as_string()
    }
}

fn describe_text(text: &JsValue) -> &'static str {
    if text == "" { "an empty body" } else { "a body that is not JSON" }
}

impl Head {
    /// Reads the members of the runtime's own Response, which `safe-access.js` has copied, since gloo-net's getters must not throw.
    /// Fails if it is `Response.error()`. Only a custom fetch may have read the body already: Node takes 5 µs to tell.
    pub(super) fn native(value: JsValue, is_custom_fetch: bool) -> Result<Head, JsValue> {
        let response = NativeResponse::from(value.clone().unchecked_into::<web_sys::Response>());
        let status = response.status();
        let is_opaque = status == 0 && member(&value, "type") == "opaqueredirect";
        if status == 0 && !is_opaque {
            return Err(value);
        }
        let reader = match response.body() {
            None => Reader::Empty,
            Some(_) if is_custom_fetch && is_body_used(&value) => Reader::Unreadable,
            Some(body) => Reader::of_chunks(&body).unwrap_or(Reader::Unreadable),
        };
        let is_redirect = is_opaque || (300..400).contains(&status);
        Ok(Head { status, is_redirect, headers: response.headers().into_raw().into(), reader })
    }

    /// Reads what another implementation made, node-fetch or a test double for example: each member may be missing, throw or
    /// have any type. Fails if it has no status.
    pub(super) fn foreign(response: JsValue) -> Result<Head, JsValue> {
        let is_opaque = member(&response, "type") == "opaqueredirect";
        let status = member(&response, "status").as_f64();
        let is_status = |status: &f64| (100.0..1000.0).contains(status) || is_opaque && *status == 0.0;
        let Some(status) = status.filter(is_status) else { return Err(response) };
        let status = status as u16;
        let headers = member(&response, "headers");
        let is_redirect = is_opaque || (300..400).contains(&status);
        Ok(Head { status, is_redirect, headers, reader: foreign_reader(response) })
    }
}

fn foreign_reader(response: JsValue) -> Reader {
    if is_body_used(&response) {
        return Reader::Unreadable;
    }
    let has_text = || member(&response, "text").is_function();
    match Reader::of_chunks(&member(&response, "body")) {
        Some(reader) => reader,
        // A test double, whose body is no stream.
        None if has_text() => Reader::Source(response),
        None => Reader::Unreadable,
    }
}

fn is_body_used(response: &JsValue) -> bool {
    member(response, "bodyUsed") == true
}

impl Reader {
    /// Returns `None` if the body is neither a stream nor an async iterable, or locked. Needs no global class, since Jest's jsdom has none for readers.
    fn of_chunks(body: &JsValue) -> Option<Reader> {
        Some(reader_of(body)).filter(|reader| !reader.is_undefined()).map(Reader::Source)
    }

    /// Reads the body, unless the time limit or an abort comes first. The text never enters the memory of the wasm, which does not shrink.
    pub(super) async fn read(&self, max_bytes: u32, pending: &Pending) -> Result<Body, Interruption> {
        let source = match self {
            Reader::Empty => return Ok(Body::Text("".into())),
            Reader::Unreadable => return Ok(Body::Unreadable),
            Reader::Source(source) => source,
        };
        Ok(match pending.settle(|notify, call, step| text(notify, call, step, source, max_bytes)).await? {
            Settled::Rejected(thrown) => Body::Broken(thrown),
            Settled::Fulfilled(text) | Settled::NativeResponse(text) if text.is_string() => Body::Text(text),
            Settled::Fulfilled(text) | Settled::NativeResponse(text) if text.is_null() => Body::TooLong,
            _ => Body::NotText,
        })
    }

    /// Closes the connection of a body that was not read to its end. In Deno the abort of a signal does not always reach it.
    pub(super) fn cancel(&self) {
        if let Reader::Source(source) = self {
            cancel(source);
        }
    }
}
