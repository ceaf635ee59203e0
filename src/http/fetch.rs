//! Sends one request by fetch and reads the response.
//!
//! gloo-net provides the headers and the response. Its `send` and `text` are not used: they panic, or leave a promise pending
//! forever, if fetch rejects with something other than an `Error`, resolves to something other than a `Response`, or loses
//! the connection in a body. A custom fetch may do all of that, so `safe-access.js` calls it.

use gloo_net::http::Headers;
use js_sys::{Function, JSON, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, RequestInit};

use super::base_url::BaseUrl;
use super::credentials::{Credentials, TicketError};
use super::in_flight::{AbortSignal, CallId, Interruption, Notify, Pending, Settled, aborted};
use super::response::{Body, Head, Response};
use crate::api::{Request, Server, query};
use crate::errors::{Error, ErrorKind, Redactor};
use crate::js::{is_browser, is_bun, is_deno, is_node};

/// The largest body of an error that is read.
const MAX_ERROR_BYTES: u32 = 1 << 20;
/// The longest delay of a timer.
const LONGEST_MS: u32 = 0x7fff_ffff;

/// How requests are sent.
pub(super) struct Fetch {
    /// The caller's own. Without it the global one is looked up for each request, so that mocks set later are used.
    custom: Option<Function>,
    /// An error if the runtime has no `Headers`, as jsdom under Jest has none.
    headers: Result<web_sys::Headers, JsValue>,
    /// The options that all requests share.
    init: JsValue,
    quirk: Option<Quirk>,
    /// Not in a page without a gateway: the server would have to allow one more header in a preflight.
    has_request_ids: bool,
}

/// One try of a request.
pub(crate) struct Attempt<'a> {
    pub(super) call: CallId,
    /// Counts from 1.
    pub(super) number: u32,
    pub(super) request: &'a Request,
    pub(super) base_url: &'a BaseUrl,
    pub(super) credentials: &'a Credentials,
    /// The ticket that a function of the caller's returned for this attempt. Calls that run at the same time have others.
    pub(super) ticket: Option<String>,
    /// The id that the client gave the request, which no cache can have seen before. A string, or undefined if it has none.
    pub(super) request_id: JsValue,
    pub(super) server: Server,
    pub(super) timeout_ms: u32,
    /// Whether the server may have acted on an earlier attempt of the call.
    pub(super) may_repeat: bool,
}

impl Attempt<'_> {
    /// The URL, with the credentials if the API takes them there.
    fn url(&self) -> String {
        let mut url = [self.base_url.as_str(), &self.request.path].concat();
        if let Some(query) = self.query() {
            url.push('?');
            url.push_str(&query);
        }
        url
    }

    fn query(&self) -> Option<String> {
        let is_in_url = self.server == Server::NumberVerification;
        is_in_url.then(|| [&self.credentials.query, "&", &query(&self.request.parameters)].concat())
    }

    /// The id that the server gave the request, without secrets, or else that of the client.
    pub(super) fn request_id_of(&self, response: &Response) -> JsValue {
        let id = response.header("x-request-id").or_else(|| response.header("request-id"));
        id.map_or_else(|| self.request_id.clone(), |id| self.redactor().redact_id(&id).into())
    }

    /// Returns a redactor of the secrets of this request.
    pub(super) fn redactor(&self) -> Redactor {
        let mut secrets = self.credentials.secrets.clone();
        for secret in [self.request.secret(), self.ticket.as_deref(), self.query().as_deref()].into_iter().flatten() {
            secrets.push(secret.to_owned());
        }
        Redactor { secrets, unknown_pin: self.request.operation.concerns_pin() }
    }
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

/// What keeps a runtime from sending a request again by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quirk {
    /// Node repeats a request after a 421, and Deno on a kept connection that is cut, if they can read the body again.
    UnrepeatableBody,
    /// Bun repeats a request on a kept connection that is cut. And it sends 256 requests at once, and keeps the others in a queue.
    OwnConnection,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = web_sys::Headers, js_name = Headers)]
    type JsHeaders;
    /// Sets a header to a string that stays on the JavaScript heap.
    #[wasm_bindgen(method, js_class = "Headers", js_name = set)]
    fn set_value(this: &JsHeaders, name: &str, value: &JsValue);
}

#[wasm_bindgen(module = "/pkg-template/safe-access.js")]
extern "C" {
    /// Calls the function, or the global fetch, and notifies how its promise settles.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn fetch(notify: &Notify, call: u32, step: u32, custom: Option<&Function>, url: &str, init: &RequestInit);
    /// Notifies once there is a place for a request, and returns what identifies the place.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn enter(notify: &Notify, call: u32, step: u32) -> JsValue;
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn leave(place: &JsValue);
    /// Returns the options of fetch that all requests share.
    #[wasm_bindgen(js_namespace = safeAccess, js_name = sharedInit)]
    fn shared_init(credentials: &str) -> JsValue;
    /// Returns an id that no other request has.
    #[wasm_bindgen(js_namespace = safeAccess, js_name = requestId)]
    fn request_id() -> JsValue;
    /// Returns a `TimeoutError` like that of `AbortSignal.timeout`, or undefined if the runtime has none.
    #[wasm_bindgen(js_namespace = safeAccess, js_name = timeoutReason)]
    fn timeout_reason() -> JsValue;
    /// Returns a body that Node and Deno cannot send a second time, and sets its length.
    #[wasm_bindgen(catch, js_namespace = safeAccess)]
    fn unrepeatable(text: &JsValue, headers: &web_sys::Headers) -> Result<JsValue, JsValue>;
}

impl Fetch {
    /// The headers must be printable ASCII: some runtimes refuse other characters, some change them.
    pub(super) fn new(custom: Option<Function>, credentials: &Credentials, server: Server) -> Fetch {
        let cookies = if credentials.cookies { "include" } else { "omit" };
        let quirk = match custom {
            Some(_) => None,
            // Bun and Deno say that they are Node, too.
            None if is_bun() => Some(Quirk::OwnConnection),
            None => (is_node() || is_deno()).then_some(Quirk::UnrepeatableBody),
        };
        Fetch {
            custom,
            headers: template(&credentials.headers, server),
            init: shared_init(cookies),
            quirk,
            has_request_ids: server == Server::Gateway || !is_browser(),
        }
    }

    /// Sends the request and reads the response, body included, within the time limit. `before_sending` returns the time at which it is sent.
    pub(super) async fn send(
        &self,
        attempt: &mut Attempt<'_>,
        signal: Option<&AbortSignal>,
        before_sending: impl FnOnce(&Attempt<'_>) -> f64,
    ) -> Result<Response, FetchError> {
        if let Some(reason) = aborted(signal) {
            return Err(FetchError::Aborted(reason));
        }
        // The time in Bun's own queue would count towards the time limit, and nobody could tell whether the request was sent.
        let _place = match self.quirk {
            Some(Quirk::OwnConnection) => Place::take(attempt.call, signal).await?,
            _ => None,
        };
        let pending = Pending::new(attempt.call, attempt.timeout_ms, signal);
        if let Some(tickets) = &attempt.credentials.tickets {
            attempt.ticket = Some(tickets.get(&pending).await?);
        }
        attempt.request_id = if self.has_request_ids { request_id() } else { JsValue::UNDEFINED };
        let sent_at_ms = before_sending(attempt);
        if let Some(reason) = aborted(signal) {
            return Err(FetchError::Aborted(reason));
        }
        let mut connection = Connection::open(attempt, self)?;
        let url = attempt.url();
        let start = |notify: &Notify, call: u32, step: u32| {
            fetch(notify, call, step, self.custom.as_ref(), &url, &connection.init);
        };
        let settled = pending.settle(start).await.map_err(|reason| connection.interrupt(reason))?;
        let head = match settled {
            Settled::NativeResponse(response) => Head::native(response, self.custom.is_some()),
            Settled::Fulfilled(response) => Head::foreign(response),
            Settled::Rejected(thrown) => return Err(FetchError::Thrown(thrown)),
        };
        let head = head.map_err(FetchError::NotAResponse)?;
        let max_bytes =
            if (200..300).contains(&head.status) { attempt.request.max_response_bytes } else { MAX_ERROR_BYTES };
        let body = head.reader.read(max_bytes, &pending).await.or_else(|reason| match connection.interrupt(reason) {
            FetchError::TimedOut => Ok(Body::TimedOut),
            aborted => Err(aborted),
        });
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
    /// The reason of the abort, for what lies below the client: a custom fetch, mocks, traces.
    reason: JsValue,
}

impl Connection {
    fn open(attempt: &Attempt<'_>, fetch: &Fetch) -> Result<Connection, FetchError> {
        let request = attempt.request;
        let controller = AbortController::new()?;
        let init: RequestInit = Object::assign(&Object::new(), fetch.init.unchecked_ref()).unchecked_into();
        init.set_signal(Some(&controller.signal()));
        init.set_method(request.method);
        let headers = headers(fetch, attempt)?;
        if fetch.quirk == Some(Quirk::OwnConnection) && request.method != "GET" {
            Reflect::set(&init, &"keepalive".into(), &JsValue::FALSE)?;
        }
        if !request.parameters.is_empty()
            && let Some(body) = body(attempt, &headers, fetch.quirk)?
        {
            init.set_body(&body);
        }
        init.set_headers(&headers);
        Ok(Connection { controller, init, is_done: false, reason: JsValue::UNDEFINED })
    }

    fn interrupt(&mut self, interruption: Interruption) -> FetchError {
        match interruption {
            Interruption::TimedOut => {
                self.reason = timeout_reason();
                FetchError::TimedOut
            }
            Interruption::Aborted(reason) => {
                self.reason = reason.clone();
                FetchError::Aborted(reason)
            }
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if !self.is_done {
            self.controller.abort_with_reason(&self.reason);
        }
    }
}

/// A place among the requests that Bun sends at once, or in the queue.
struct Place(JsValue);

impl Place {
    async fn take(call: CallId, signal: Option<&AbortSignal>) -> Result<Option<Place>, FetchError> {
        let mut place = None;
        let pending = Pending::new(call, LONGEST_MS, signal);
        let settled = pending.settle(|notify, call, step| place = Some(Place(enter(notify, call, step)))).await;
        match settled {
            Err(Interruption::Aborted(reason)) => Err(FetchError::Aborted(reason)),
            _ => Ok(place),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        leave(&self.0);
    }
}

/// Fails if there is no `Headers`, on which gloo-net's own constructor panics.
fn template(entries: &[(&'static str, String)], server: Server) -> Result<web_sys::Headers, JsValue> {
    let headers = Headers::from_raw(web_sys::Headers::new()?);
    let is_text = server == Server::NumberVerification;
    headers.set("Accept", if is_text { "text/plain" } else { "application/json" });
    if !is_text {
        headers.set("Content-Type", "application/json");
    }
    for (name, value) in entries {
        headers.set(name, value);
    }
    Ok(headers.into_raw())
}

/// Copies the headers, since a custom or patched fetch may add to them.
fn headers(fetch: &Fetch, attempt: &Attempt<'_>) -> Result<web_sys::Headers, JsValue> {
    let template = fetch.headers.as_ref().map_err(JsValue::clone)?;
    let headers = Headers::from_raw(web_sys::Headers::new_with_headers(template)?);
    if attempt.request.parameters.is_empty() {
        headers.delete("Content-Type");
    }
    if let Some(ticket) = &attempt.ticket {
        headers.set("Authorization", &["Bearer ", ticket].concat());
    }
    let headers = headers.into_raw();
    if !attempt.request_id.is_undefined() {
        headers.unchecked_ref::<JsHeaders>().set_value("X-Request-Id", &attempt.request_id);
    }
    Ok(headers)
}

/// Returns the body. Without parameters in it, it is empty, and there only so that the runtime cannot send the request again.
fn body(attempt: &Attempt<'_>, headers: &web_sys::Headers, quirk: Option<Quirk>) -> Result<Option<JsValue>, JsValue> {
    let text = match attempt.server {
        Server::NumberVerification => JsValue::from(""),
        _ => {
            let object = Object::new();
            for (name, value) in &attempt.request.parameters {
                Reflect::set(&object, &(*name).into(), &value.into())?;
            }
            JSON::stringify(&object)?.into()
        }
    };
    match quirk {
        Some(Quirk::UnrepeatableBody) => unrepeatable(&text, headers).map(Some),
        _ => Ok(Some(text).filter(|text| *text != "")),
    }
}

impl From<JsValue> for FetchError {
    fn from(thrown: JsValue) -> FetchError {
        FetchError::Thrown(thrown)
    }
}

impl From<TicketError> for FetchError {
    fn from(error: TicketError) -> FetchError {
        match error {
            TicketError::Failed(kind, thrown) => FetchError::NoTicket(kind, thrown),
            TicketError::Aborted(reason) => FetchError::Aborted(reason),
            TicketError::Invalid(error) => FetchError::Refused(error),
        }
    }
}
