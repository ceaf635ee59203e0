//! Sends one request by fetch and reads the response.
//!
//! gloo-net provides the headers and the response. Its `send` and `text` are not used: they panic, or leave a promise pending
//! forever, if fetch rejects with something other than an `Error`, resolves to something other than a `Response`, or loses
//! the connection in a body. A custom fetch may do all of that, so `safe-access.js` calls it.

use gloo_net::http::Headers;
use js_sys::{Date, Function, JSON, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, RequestInit};

use super::attempt::Attempt;
use super::credentials::Credentials;
use super::hooks::Hooks;
use super::pending::{AbortSignal, Notify, Pending, Settled, Ticket, aborted};
use super::response::{Body, FetchError, Head, Response};
use super::runtime::{is_bun, is_deno, is_node};
use crate::api::{Request, RequestBody};
use crate::js::plain_object;

/// The largest body of an error that is read.
const MAX_ERROR_BYTES: u32 = 1 << 20;

/// How requests are sent.
pub(super) struct Fetch {
    /// The caller's own. Without it the global one is looked up for each request, so that mocks set later are used.
    custom: Option<Function>,
    /// An error if the runtime has no `Headers`, as jsdom under Jest has none.
    headers: Result<web_sys::Headers, JsValue>,
    /// The options that all requests share.
    init: JsValue,
    quirk: Option<Quirk>,
}

/// The options of fetch that all requests share. The enums of web-sys would take 0.3 KB more.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SharedInit {
    credentials: &'static str,
    redirect: &'static str,
    referrer_policy: &'static str,
    /// Node asks for it where the body is a stream.
    duplex: &'static str,
}

/// What keeps a runtime from sending a request again by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quirk {
    /// Node repeats a request after a 421, and Deno on a kept connection that is cut, if they can read the body again.
    UnrepeatableBody,
    /// Bun repeats a request on a kept connection that is cut.
    OwnConnection,
}

#[wasm_bindgen(module = "/pkg-template/safe-access.js")]
extern "C" {
    /// Calls the function, or the global fetch, and notifies how its promise settles.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn fetch(notify: &Notify, slot: u32, serial: u32, custom: Option<&Function>, url: &str, init: &RequestInit);
    /// Returns a body that Node and Deno cannot send a second time, and sets its length.
    #[wasm_bindgen(catch, js_namespace = safeAccess)]
    fn unrepeatable(text: &JsValue, headers: &web_sys::Headers) -> Result<JsValue, JsValue>;
}

impl Fetch {
    /// The headers must be printable ASCII: some runtimes refuse other characters, some change them.
    pub(super) fn new(custom: Option<Function>, credentials: &Credentials) -> Fetch {
        let cookies = if credentials.cookies { "include" } else { "omit" };
        let init =
            SharedInit { credentials: cookies, redirect: "manual", referrer_policy: "no-referrer", duplex: "half" };
        let quirk = match custom {
            Some(_) => None,
            // Bun and Deno say that they are Node, too.
            None if is_bun() => Some(Quirk::OwnConnection),
            None => (is_node() || is_deno()).then_some(Quirk::UnrepeatableBody),
        };
        Fetch { custom, headers: template(&credentials.headers), init: plain_object(&init), quirk }
    }

    /// Sends the request and reads the response, body included, within the time limit.
    pub(super) async fn send(
        &self,
        url: &str,
        attempt: &mut Attempt<'_>,
        hooks: &Hooks,
        signal: Option<&AbortSignal>,
    ) -> Result<Response, FetchError> {
        if let Some(reason) = aborted(signal) {
            return Err(FetchError::Aborted(reason));
        }
        let pending = Pending::new(attempt.timeout_ms, signal);
        if let Some(tickets) = &attempt.credentials.tickets {
            attempt.ticket = Some(tickets.get(&pending).await?);
        }
        hooks.request(attempt);
        if let Some(reason) = aborted(signal) {
            return Err(FetchError::Aborted(reason));
        }
        let sent_at_ms = if hooks.on_response.is_some() { Date::now() } else { 0.0 };
        let mut connection = Connection::open(attempt.request, attempt.ticket.as_deref(), self)?;
        let start = |notify: &Notify, at: Ticket| {
            fetch(notify, at.slot, at.serial, self.custom.as_ref(), url, &connection.init);
        };
        let head = match pending.settle(start).await? {
            Settled::NativeResponse(response) => Head::native(response, self.custom.is_some()),
            Settled::Fulfilled(response) => Head::foreign(response),
            Settled::Rejected(thrown) => return Err(FetchError::Thrown(thrown)),
        };
        let head = head.map_err(FetchError::NotAResponse)?;
        let max_bytes =
            if (200..300).contains(&head.status) { attempt.request.max_response_bytes } else { MAX_ERROR_BYTES };
        let body = head.reader.read(max_bytes, &pending).await;
        connection.is_done = matches!(body, Ok(Body::Text(_)));
        if !connection.is_done {
            head.reader.cancel();
        }
        Ok(Response::new(head, body?, sent_at_ms))
    }
}

/// A connection, which is closed when it is dropped unless the response was read to its end.
struct Connection {
    controller: AbortController,
    init: RequestInit,
    is_done: bool,
}

impl Connection {
    fn open(request: &Request, ticket: Option<&str>, fetch: &Fetch) -> Result<Connection, FetchError> {
        let controller = AbortController::new()?;
        let init: RequestInit = Object::assign(&Object::new(), fetch.init.unchecked_ref()).unchecked_into();
        init.set_signal(Some(&controller.signal()));
        init.set_method(request.method);
        let headers = headers(fetch, request, ticket)?.into_raw();
        if fetch.quirk == Some(Quirk::OwnConnection) && request.method != "GET" {
            Reflect::set(&init, &"keepalive".into(), &JsValue::FALSE)?;
        }
        if let Some(request_body) = &request.body {
            init.set_body(&body(request_body, &headers, fetch.quirk)?);
        }
        init.set_headers(&headers);
        Ok(Connection { controller, init, is_done: false })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if !self.is_done {
            self.controller.abort();
        }
    }
}

/// Fails if there is no `Headers`, on which gloo-net's own constructor panics.
fn template(entries: &[(&'static str, String)]) -> Result<web_sys::Headers, JsValue> {
    let headers = Headers::from_raw(web_sys::Headers::new()?);
    headers.set("Accept", "application/json");
    headers.set("Content-Type", "application/json");
    for (name, value) in entries {
        headers.set(name, value);
    }
    Ok(headers.into_raw())
}

/// Copies the headers, since a custom or patched fetch may add to them.
fn headers(fetch: &Fetch, request: &Request, ticket: Option<&str>) -> Result<Headers, JsValue> {
    let template = fetch.headers.as_ref().map_err(JsValue::clone)?;
    let headers = Headers::from_raw(web_sys::Headers::new_with_headers(template)?);
    if request.body.is_none() {
        headers.delete("Content-Type");
    }
    if let Some(ticket) = ticket {
        headers.set("Authorization", &["Bearer ", ticket].concat());
    }
    Ok(headers)
}

fn body(request: &RequestBody, headers: &web_sys::Headers, quirk: Option<Quirk>) -> Result<JsValue, JsValue> {
    let text = JsValue::from(JSON::stringify(&plain_object(request))?);
    match quirk {
        Some(Quirk::UnrepeatableBody) => unrepeatable(&text, headers),
        _ => Ok(text),
    }
}
