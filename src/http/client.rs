//! One call: attempts until one succeeds or none may follow, and the hooks that are told of them.

use js_sys::{Date, Function, Math};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::base_url::BaseUrl;
use super::classify::Failure;
use super::credentials::Credentials;
use super::fetch::Fetch;
use super::in_flight::{AbortSignal, CallId, pause};
use super::response::Response;
use super::retry;
use crate::api::{Decoded, Idempotency, Request, Server};
use crate::errors::Redactor;
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
    pub(crate) fn new(base_url: BaseUrl, server: Server, credentials: Credentials, settings: Settings) -> Client {
        let Settings { timeout_ms, max_retries, fetch, hooks } = settings;
        let fetch = Fetch::new(fetch, &credentials, server);
        Client { base_url, server, credentials, fetch, timeout_ms, max_retries, hooks }
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
        let url = [base_url.as_str(), &request.path].concat();
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
            let sent = self.fetch.send(&url, &mut attempt, hooks, signal).await;
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
                Ok(response) if response.is_success() => match response.decode(&decode) {
                    Ok(result) => return Ok(result),
                    Err(problem) => attempt.classify_success(&response, problem),
                },
                sent => attempt.classify(sent),
            };
            let delay_ms = retry::delay_ms(idempotency, kind, attempt.number, max_retries, Math::random());
            let Some(delay_ms) = delay_ms else { return Err(error) };
            hooks.retry(&attempt, delay_ms, &error);
            pause(call, delay_ms, signal).await?;
            attempt.number += 1;
            attempt.request_id = JsValue::UNDEFINED;
            attempt.may_repeat |= kind.may_have_acted();
        }
    }
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
    /// The id that the server gave the request, without secrets, or else that of the client.
    pub(super) fn request_id_of(&self, response: &Response) -> JsValue {
        let id = response.header("x-request-id").or_else(|| response.header("request-id"));
        id.map_or_else(|| self.request_id.clone(), |id| self.redactor().redact_id(&id).into())
    }

    /// Returns a redactor of the secrets of this request.
    pub(super) fn redactor(&self) -> Redactor {
        let mut secrets = self.credentials.secrets.clone();
        for secret in [self.request.secret(), self.ticket.as_deref()].into_iter().flatten() {
            secrets.push(secret.to_owned());
        }
        Redactor { secrets, unknown_pin: self.request.operation.concerns_pin() }
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
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_ms: Option<f64>,
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
    pub(super) fn request(&self, attempt: &Attempt<'_>) {
        if let Some(hook) = &self.on_request {
            emit(hook, &plain_object(&Event::of(attempt)));
        }
    }

    pub(super) fn response(&self, attempt: &Attempt<'_>, response: &Response) {
        if let Some(hook) = &self.on_response {
            let event = Event {
                status: Some(response.status),
                duration_ms: Some(Date::now() - response.sent_at_ms),
                request_id: attempt.request_id_of(response),
                ..Event::of(attempt)
            };
            emit(hook, &plain_object(&event));
        }
    }

    pub(super) fn retry(&self, attempt: &Attempt<'_>, delay_ms: u32, error: &JsValue) {
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
