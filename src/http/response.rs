//! What fetch resolved to, the runtime's own Response or anything that can be read like one, and its body, which is read chunk by chunk up to a
//! limit.

use gloo_net::http::Response as NativeResponse;
use js_sys::JsString;
use wasm_bindgen::prelude::*;

use super::pending::{Interruption, Notify, Pending, Settled};
use crate::errors::{Error, ErrorKind};
use crate::js::member;

/// How many bytes an empty chunk counts, so that a stream of them ends too.
const MIN_CHUNK_BYTES: u32 = 1024;

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
    /// By an object with `read` and `cancel`.
    Chunks(JsValue),
    /// By the method `text` of the response.
    Text(JsValue),
}

/// Why there is no response.
pub(super) enum FetchError {
    TimedOut,
    /// With the reason of the caller's signal.
    Aborted(JsValue),
    /// The function that returns tickets threw, or took too long. Nothing was sent.
    NoTicket(ErrorKind, JsValue),
    /// fetch threw, or its promise was rejected.
    Thrown(JsValue),
    /// fetch resolved to something that cannot be read as a Response.
    NotAResponse(JsValue),
    /// The ticket that the caller's function returned cannot be used. Nothing was sent.
    Refused(Error),
}

#[wasm_bindgen(module = "/pkg-template/safe-access.js")]
extern "C" {
    /// Returns a header, or undefined if there is none or it cannot be read.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn header(headers: &JsValue, name: &str) -> JsValue;
    /// Returns an object with `read` and `cancel` for a stream or an async iterable, undefined if the value is neither or locked.
    #[wasm_bindgen(js_namespace = safeAccess, js_name = readerOf)]
    fn reader_of(body: &JsValue) -> JsValue;
    /// Calls `read`, and notifies how its promise settles.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn read(notify: &Notify, slot: u32, serial: u32, reader: &JsValue);
    /// Calls `text`, and notifies how its promise settles.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn text(notify: &Notify, slot: u32, serial: u32, response: &JsValue);
    /// Calls `cancel`, and ignores what comes of it.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn cancel(reader: &JsValue);
    /// Returns the chunk that was read, null at the end of the body, or undefined if it cannot be read.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn chunk(step: &JsValue) -> JsValue;
    /// Returns the number of bytes, or undefined if the value holds none.
    #[wasm_bindgen(js_namespace = safeAccess, js_name = byteLength)]
    fn byte_length(chunk: &JsValue) -> Option<u32>;
    #[wasm_bindgen(js_namespace = safeAccess, js_name = newDecoder)]
    fn new_decoder() -> JsValue;
    /// Decodes a chunk, or the end if there is none, with a shared decoder if there is none. Returns undefined if it is not UTF-8.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn decode(decoder: Option<&JsValue>, chunk: Option<&JsValue>, has_more: bool) -> Option<JsValue>;
}

impl Response {
    pub(super) fn new(head: Head, body: Body, sent_at_ms: f64) -> Response {
        let Head { status, is_redirect, headers, .. } = head;
        Response { status, is_redirect, headers, body, sent_at_ms }
    }

    pub(super) fn header(&self, name: &str) -> Option<String> {
        header(&self.headers, name).as_string()
    }
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
        None if has_text() => Reader::Text(response),
        None => Reader::Unreadable,
    }
}

fn is_body_used(response: &JsValue) -> bool {
    member(response, "bodyUsed") == true
}

impl Reader {
    /// Returns `None` if the body is neither a stream nor an async iterable, or locked. Needs no global class, since Jest's jsdom has none for readers.
    fn of_chunks(body: &JsValue) -> Option<Reader> {
        Some(reader_of(body)).filter(|reader| !reader.is_undefined()).map(Reader::Chunks)
    }

    /// Reads the body. An abort by the caller's signal is the only failure.
    pub(super) async fn read(&self, max_bytes: u32, pending: &Pending) -> Result<Body, Interruption> {
        let read = match self {
            Reader::Empty => return Ok(Body::Text("".into())),
            Reader::Unreadable => return Ok(Body::Unreadable),
            Reader::Chunks(reader) => read_chunks(reader, max_bytes, pending).await,
            Reader::Text(response) => read_text(response, max_bytes, pending).await,
        };
        match read {
            Err(Interruption::TimedOut) => Ok(Body::TimedOut),
            other => other,
        }
    }

    /// Closes the connection of a body that was not read to its end. In Deno the abort of a signal does not always reach it.
    pub(super) fn cancel(&self) {
        if let Reader::Chunks(reader) = self {
            cancel(reader);
        }
    }
}

async fn read_chunks(reader: &JsValue, max_bytes: u32, pending: &Pending) -> Result<Body, Interruption> {
    let mut received = Text::default();
    let mut length = 0_u32;
    loop {
        let step = match pending.settle(|notify, at| read(notify, at.slot, at.serial, reader)).await? {
            Settled::Rejected(thrown) => return Ok(Body::Broken(thrown)),
            Settled::Fulfilled(step) | Settled::NativeResponse(step) => step,
        };
        let chunk = chunk(&step);
        if chunk.is_null() {
            return Ok(received.finish().map_or(Body::NotText, Body::Text));
        }
        let Some(bytes) = byte_length(&chunk) else { return Ok(Body::NotText) };
        length = length.saturating_add(bytes.max(MIN_CHUNK_BYTES));
        if length > max_bytes {
            return Ok(Body::TooLong);
        }
        if received.push(chunk).is_none() {
            return Ok(Body::NotText);
        }
    }
}

async fn read_text(response: &JsValue, max_bytes: u32, pending: &Pending) -> Result<Body, Interruption> {
    let text = match pending.settle(|notify, at| text(notify, at.slot, at.serial, response)).await? {
        Settled::Rejected(thrown) => return Ok(Body::Broken(thrown)),
        Settled::Fulfilled(text) | Settled::NativeResponse(text) => text,
    };
    Ok(match text.dyn_ref::<JsString>().map(JsString::length) {
        None => Body::NotText,
        Some(length) if length > max_bytes => Body::TooLong,
        Some(_) => Body::Text(text),
    })
}

/// A text in the making. Its bytes never enter the memory of the wasm, which does not shrink.
#[derive(Default)]
struct Text {
    /// Most bodies are one chunk, which a shared decoder decodes.
    first: Option<JsValue>,
    /// The decoder of a body of several chunks, and what it has decoded.
    decoded: Option<(JsValue, JsString)>,
}

impl Text {
    /// Returns `None` if the chunk is not UTF-8.
    fn push(&mut self, chunk: JsValue) -> Option<()> {
        let Some(first) = &self.first else {
            self.first = Some(chunk);
            return Some(());
        };
        let (decoder, text) = match self.decoded.take() {
            Some(decoded) => decoded,
            None => {
                let decoder = new_decoder();
                let text = decode(Some(&decoder), Some(first), true)?.unchecked_into();
                (decoder, text)
            }
        };
        let text = text.concat(&decode(Some(&decoder), Some(&chunk), true)?);
        self.decoded = Some((decoder, text));
        Some(())
    }

    /// Returns `None` if the text is not UTF-8.
    fn finish(self) -> Option<JsValue> {
        match (self.first, self.decoded) {
            (None, _) => Some("".into()),
            (Some(chunk), None) => decode(None, Some(&chunk), false),
            // The end is decoded too: a character may be incomplete.
            (Some(_), Some((decoder, text))) => Some(text.concat(&decode(Some(&decoder), None, false)?).into()),
        }
    }
}

impl From<JsValue> for FetchError {
    fn from(thrown: JsValue) -> FetchError {
        FetchError::Thrown(thrown)
    }
}

impl From<Interruption> for FetchError {
    fn from(interruption: Interruption) -> FetchError {
        match interruption {
            Interruption::TimedOut => FetchError::TimedOut,
            Interruption::Aborted(reason) => FetchError::Aborted(reason),
        }
    }
}
