//! What fetch resolved to: the runtime's own Response, or anything that can be read like one.

use gloo_net::http::{Headers, Response as NativeResponse};
use wasm_bindgen::prelude::*;
use web_sys::ReadableStreamDefaultReader;

use super::body::{Body, Reader};
use crate::js::member;

/// A response whose body has been read.
pub(super) struct Response {
    /// 0 if the runtime hides a redirect.
    pub(super) status: u16,
    pub(super) is_redirect: bool,
    headers: ResponseHeaders,
    pub(super) body: Body,
    /// When the request was sent, in milliseconds since 1970, if a hook asks for it.
    pub(super) sent_at_ms: f64,
}

/// A response whose body has not been read.
pub(super) struct Head {
    pub(super) status: u16,
    is_redirect: bool,
    headers: ResponseHeaders,
    pub(super) reader: Reader,
}

enum ResponseHeaders {
    Native(Headers),
    Foreign(JsValue),
}

#[wasm_bindgen(module = "/pkg-template/safe-access.js")]
extern "C" {
    /// Returns a header, or undefined if there is none or it cannot be read.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn header(headers: &JsValue, name: &str) -> JsValue;
    /// Returns an object with `read` and `cancel` for a stream or an async iterable, undefined if the value is neither or locked.
    #[wasm_bindgen(js_namespace = safeAccess, js_name = readerOf)]
    fn reader_of(body: &JsValue) -> JsValue;
}

impl Response {
    pub(super) fn new(head: Head, body: Body, sent_at_ms: f64) -> Response {
        let Head { status, is_redirect, headers, .. } = head;
        Response { status, is_redirect, headers, body, sent_at_ms }
    }

    pub(super) fn header(&self, name: &str) -> Option<String> {
        match &self.headers {
            ResponseHeaders::Native(headers) => headers.get(name),
            ResponseHeaders::Foreign(headers) => header(headers, name).as_string(),
        }
    }
}

impl Head {
    /// Reads the runtime's own Response. `safe-access.js` has checked that it is one, since gloo-net's getters must not throw.
    /// Fails if it is `Response.error()`.
    /// A custom fetch may have read the body, which the runtime's own has not. Node takes 5 µs to tell.
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
            Some(body) => ReadableStreamDefaultReader::new(&body)
                .map_or(Reader::Unreadable, |reader| Reader::Chunks(reader.into())),
        };
        let is_redirect = is_opaque || (300..400).contains(&status);
        Ok(Head { status, is_redirect, headers: ResponseHeaders::Native(response.headers()), reader })
    }

    /// Reads what another implementation made, node-fetch or a test double for example: each member may be missing, throw or
    /// have any type. Fails if it has no status.
    pub(super) fn foreign(response: JsValue) -> Result<Head, JsValue> {
        let is_opaque = member(&response, "type") == "opaqueredirect";
        let status = member(&response, "status").as_f64();
        let is_status = |status: &f64| (100.0..1000.0).contains(status) || is_opaque && *status == 0.0;
        let Some(status) = status.filter(is_status) else { return Err(response) };
        let status = status as u16;
        let headers = ResponseHeaders::Foreign(member(&response, "headers"));
        let is_redirect = is_opaque || (300..400).contains(&status);
        Ok(Head { status, is_redirect, headers, reader: foreign_reader(response) })
    }
}

fn foreign_reader(response: JsValue) -> Reader {
    let body = member(&response, "body");
    if body.is_null() {
        return Reader::Empty;
    }
    if is_body_used(&response) {
        return Reader::Unreadable;
    }
    let reader = reader_of(&body);
    let has_text = || body.is_falsy() && member(&response, "text").is_function();
    match reader.is_undefined() {
        false => Reader::Chunks(reader),
        // A test double, whose body cannot be read in chunks.
        true if has_text() => Reader::Text(response),
        true => Reader::Unreadable,
    }
}

fn is_body_used(response: &JsValue) -> bool {
    member(response, "bodyUsed") == true
}
