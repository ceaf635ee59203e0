//! Sends one request by fetch and reads its answer: the only file that names gloo-net or web-sys.
//!
//! gloo-net makes the headers. Its `send()` and its `Response` are not used: both leave a Promise pending for ever when
//! fetch does what it should not, and a handed-in fetch may do anything. Here every value that comes from fetch is
//! taken as foreign: each access can fail, and a failure is an answer.

use gloo_net::http::Headers;
use js_sys::{Array, ArrayBuffer, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCredentials, RequestInit, RequestRedirect, TextDecoder, TextDecoderOptions};

use crate::api::Call;
use crate::deadline::{Deadline, Ended};
use crate::hooks::ignore;
use crate::object::member;

/// The longest body that is read.
const LONGEST_BODY: u32 = 1 << 20;

/// How requests are sent: with which headers, by which function.
#[derive(Debug)]
pub(crate) struct Transport {
    fetch: Option<Function>,
    headers: Vec<(&'static str, String)>,
    credentials: RequestCredentials,
}

/// Whether a browser sends along what cookies it has for the server.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cookies {
    Sent,
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

/// The body of an answer, or why there is none.
pub(crate) enum Body {
    /// A JS string, left where it is until it is parsed.
    Text(JsValue),
    TooLong,
    NotText,
    /// It was read or locked before, or it broke off: what was thrown.
    Broken(JsValue),
    TimedOut,
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

    /// Anything that fetch resolved to.
    type Foreign;
    #[wasm_bindgen(method, structural, catch)]
    fn text(this: &Foreign) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn get(this: &Foreign, name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = getReader)]
    fn get_reader(this: &Foreign) -> Result<Foreign, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn read(this: &Foreign) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn cancel(this: &Foreign) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn status(this: &Foreign) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn headers(this: &Foreign) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn body(this: &Foreign) -> Result<JsValue, JsValue>;
}

impl Transport {
    /// `headers` must hold printable ASCII only: the others are refused by some runtimes and altered by others.
    pub(crate) fn new(fetch: Option<Function>, headers: Vec<(&'static str, String)>, cookies: Cookies) -> Transport {
        let credentials = match cookies {
            Cookies::Sent => RequestCredentials::Include,
            Cookies::Withheld => RequestCredentials::Omit,
        };
        Transport { fetch, headers, credentials }
    }

    /// Sends the request and reads the answer, body included, within the deadline.
    pub(crate) async fn send(&self, url: &str, call: &Call, deadline: &Deadline) -> Result<Answer, Failure> {
        let connection = Connection::new().map_err(Failure::Thrown)?;
        let init = self.init(call, &connection);
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

    fn init(&self, call: &Call, connection: &Connection) -> RequestInit {
        let headers = Headers::new();
        headers.set("Accept", "application/json");
        for (name, value) in &self.headers {
            headers.set(name, value);
        }
        let init = RequestInit::new();
        init.set_method(call.method);
        if let Some(body) = &call.body {
            headers.set("Content-Type", "application/json");
            init.set_body(&body.into());
        }
        init.set_headers(&headers.into_raw());
        init.set_redirect(RequestRedirect::Manual);
        init.set_credentials(self.credentials);
        init.set_referrer_policy(web_sys::ReferrerPolicy::NoReferrer);
        init.set_signal(Some(&connection.controller.signal()));
        init
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
    let body = match deadline.within(read_body(foreign)).await {
        Ok(Ok(body)) => body,
        Ok(Err(thrown)) => Body::Broken(thrown),
        Err(Ended::TimedOut) => Body::TimedOut,
        Err(ended) => return Err(Failure::Ended(ended)),
    };
    Ok(Answer { status, is_redirect, body, headers })
}

async fn read_body(response: &Foreign) -> Result<Body, JsValue> {
    let body = response.body()?;
    if body.is_null() {
        return Ok(Body::Text(JsValue::from_str("")));
    }
    if member(&body, "getReader").is_function() {
        return read_stream(body.unchecked_ref::<Foreign>().get_reader()?).await;
    }
    // No stream of the web's: node-fetch, or a test's double.
    let text = settled(&response.text()?).await?;
    Ok(match text.dyn_ref::<js_sys::JsString>() {
        Some(text) if text.length() > LONGEST_BODY => Body::TooLong,
        Some(_) => Body::Text(text),
        None => Body::NotText,
    })
}

async fn read_stream(reader: Foreign) -> Result<Body, JsValue> {
    let chunks = Array::new();
    let mut length = 0;
    loop {
        let step = settled(&reader.read()?).await?;
        if member(&step, "done").is_truthy() {
            return Ok(decode(&chunks, length));
        }
        let chunk = member(&step, "value");
        if !ArrayBuffer::is_view(&chunk) {
            return Ok(Body::NotText);
        }
        length += member(&chunk, "byteLength").as_f64().unwrap_or_default() as u32;
        if length > LONGEST_BODY {
            reader.cancel().iter().for_each(ignore);
            return Ok(Body::TooLong);
        }
        chunks.push(&chunk);
    }
}

fn decode(chunks: &Array, length: u32) -> Body {
    let options = TextDecoderOptions::new();
    options.set_fatal(true);
    let whole = match chunks.length() {
        1 => chunks.get(0),
        _ => joined(chunks, length).into(),
    };
    let text = TextDecoder::new_with_label_and_options("utf-8", &options)
        .and_then(|decoder| decoder.decode_with_js_u8_array(whole.unchecked_ref()));
    text.map_or(Body::NotText, |text| Body::Text(text.into()))
}

fn joined(chunks: &Array, length: u32) -> Uint8Array {
    let whole = Uint8Array::new_with_length(length);
    let mut offset = 0;
    for chunk in chunks.iter() {
        let chunk = Uint8Array::new(&chunk);
        whole.set(&chunk, offset);
        offset += chunk.length();
    }
    whole
}

/// Waits for a value that may be a promise, a thenable of any kind, or no promise at all.
///
/// `Promise.race` makes a promise of the runtime's own of it. A foreign one must not be asked for `then` here: what that
/// throws would end the task, and its Promise would never settle.
fn settled(value: &JsValue) -> JsFuture {
    JsFuture::from(Promise::race(&Array::of1(value)))
}
