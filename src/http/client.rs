//! One call: attempts until one succeeds or none may follow, and the hooks that are told of them.

use js_sys::{Date, Function, Math};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::base_url::BaseUrl;
use super::classify::Failure;
use super::credentials::Credentials;
use super::fetch::{Attempt, Fetch};
use super::in_flight::{AbortSignal, CallId, pause};
use super::response::Response;
use super::retry;
use crate::api::{Decoded, Idempotency, Request, Server};
use crate::js::{JsonValue, plain_object};

/// How a client sends its requests.
pub(crate) struct Settings {
    pub(crate) timeout_ms: u32,
    pub(crate) max_retries: u32,
    pub(crate) fetch: Option<Function>,
    pub(crate) hooks: Hooks,
}

/// Sends requests to one server. Shared by all objects of one `Verigator`.
pub(crate) struct Client {
    base_url: BaseUrl,
    /// The server that is asked if no connection to the first one was established.
    backup_url: Option<BaseUrl>,
    server: Server,
    credentials: Credentials,
    fetch: Fetch,
    timeout_ms: u32,
    max_retries: u32,
    hooks: Hooks,
}

/// What one call overrides.
#[derive(Default)]
pub(crate) struct CallOptions {
    pub(crate) signal: Option<AbortSignal>,
    pub(crate) timeout_ms: Option<u32>,
    pub(crate) max_retries: Option<u32>,
}

impl Client {
    pub(crate) fn new(
        base_url: BaseUrl,
        backup_url: Option<BaseUrl>,
        server: Server,
        credentials: Credentials,
        settings: Settings,
    ) -> Client {
        let Settings { timeout_ms, max_retries, fetch, hooks } = settings;
        let fetch = Fetch::new(fetch, &credentials, server);
        Client { base_url, backup_url, server, credentials, fetch, timeout_ms, max_retries, hooks }
    }

    pub(crate) fn base_url(&self) -> &BaseUrl {
        &self.base_url
    }

    pub(crate) fn server(&self) -> Server {
        self.server
    }

    /// Sends the request, retries it where that is safe, and decodes the response.
    ///
    /// Fails with a `VerigatorError`, or with the reason of the caller's signal.
    pub(crate) async fn call(
        &self,
        call: CallId,
        request: &Request,
        options: &CallOptions,
        decode: impl Fn(&JsonValue) -> Decoded<JsValue>,
    ) -> Result<JsValue, JsValue> {
        let Client { base_url, server, credentials, hooks, .. } = self;
        let signal = options.signal.as_ref();
        let timeout_ms = options.timeout_ms.unwrap_or(self.timeout_ms);
        let max_retries = options.max_retries.unwrap_or(self.max_retries);
        let mut attempt = Attempt {
            call,
            number: 1,
            request,
            base_url,
            credentials,
            ticket: None,
            request_id: JsValue::UNDEFINED,
            server: *server,
            timeout_ms,
            may_repeat: false,
        };
        loop {
            let sent = self.fetch.send(&mut attempt, signal, |attempt| hooks.request(attempt)).await;
            if let Ok(response) = &sent {
                hooks.response(&attempt, response);
            }
            let idempotency = request.operation.idempotency();
            let is_delete = idempotency == Idempotency::Delete;
            let Failure { error, kind } = match sent {
                // The API promises no body here, so none can be wrong. A 404 comes of an earlier attempt.
                Ok(response)
                    if is_delete && (response.is_success() || response.status == 404 && attempt.may_repeat) =>
                {
                    return Ok(JsValue::UNDEFINED);
                }
                Ok(response) if response.is_success() => match response.decode(*server, &decode) {
                    Ok(result) => return Ok(result),
                    Err(problem) => attempt.classify_success(&response, problem),
                },
                sent => attempt.classify(sent),
            };
            let delay_ms = retry::delay_ms(idempotency, kind, attempt.number, max_retries, Math::random());
            let Some(mut delay_ms) = delay_ms else { return Err(error) };
            if let Some(backup_url) = &self.backup_url {
                // The servers take turns. The other one may be reached at once.
                delay_ms = if attempt.number == 1 { 0 } else { delay_ms };
                attempt.base_url = if attempt.number % 2 == 1 { backup_url } else { base_url };
            }
            hooks.retry(&attempt, delay_ms, &error);
            pause(call, delay_ms, signal).await?;
            attempt.number += 1;
            attempt.request_id = JsValue::UNDEFINED;
            attempt.may_repeat |= kind.may_have_acted();
        }
    }
}

/// Functions that are called with each request, response and retry.
#[derive(Debug, Default)]
pub(crate) struct Hooks {
    pub(crate) on_request: Option<Function>,
    pub(crate) on_response: Option<Function>,
    pub(crate) on_retry: Option<Function>,
}

/// An event of any of the three hooks.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    operation: &'static str,
    method: &'static str,
    path: &'a str,
    attempt: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_ms: Option<u32>,
    #[serde(with = "serde_wasm_bindgen::preserve", skip_serializing_if = "JsValue::is_undefined")]
    request_id: JsValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    delay_ms: Option<u32>,
    #[serde(with = "serde_wasm_bindgen::preserve", skip_serializing_if = "JsValue::is_undefined")]
    error: JsValue,
}

#[wasm_bindgen(module = "/pkg-template/safe-access.js")]
extern "C" {
    /// Calls a hook, and ignores what it throws or rejects with.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn emit(hook: &Function, event: &JsValue);
}

impl Hooks {
    /// Returns the time at which the request is sent, if a hook asks for it later.
    fn request(&self, attempt: &Attempt<'_>) -> f64 {
        if let Some(hook) = &self.on_request {
            emit(hook, &plain_object(&Event::of(attempt)));
        }
        if self.on_response.is_some() { Date::now() } else { 0.0 }
    }

    fn response(&self, attempt: &Attempt<'_>, response: &Response) {
        if let Some(hook) = &self.on_response {
            let event = Event {
                status: Some(response.status.into()),
                duration_ms: Some((Date::now() - response.sent_at_ms) as u32),
                request_id: attempt.request_id_of(response),
                ..Event::of(attempt)
            };
            emit(hook, &plain_object(&event));
        }
    }

    fn retry(&self, attempt: &Attempt<'_>, delay_ms: u32, error: &JsValue) {
        if let Some(hook) = &self.on_retry {
            let event = Event { delay_ms: Some(delay_ms), error: error.clone(), ..Event::of(attempt) };
            emit(hook, &plain_object(&event));
        }
    }
}

impl<'a> Event<'a> {
    fn of(attempt: &Attempt<'a>) -> Event<'a> {
        let request = attempt.request;
        Event {
            operation: request.operation.name(),
            method: request.method,
            path: &request.path,
            attempt: attempt.number,
            status: None,
            duration_ms: None,
            request_id: attempt.request_id.clone(),
            delay_ms: None,
            error: JsValue::UNDEFINED,
        }
    }
}
