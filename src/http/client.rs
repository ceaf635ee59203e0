//! One call: attempts until one succeeds or none may follow.

use js_sys::{Function, Math};
use wasm_bindgen::prelude::*;

use super::attempt::Attempt;
use super::base_url::BaseUrl;
use super::classify::Failure;
use super::credentials::Credentials;
use super::fetch::Fetch;
use super::hooks::Hooks;
use super::in_flight::CallId;
use super::json::JsonValue;
use super::pending::{AbortSignal, pause};
use super::retry;
use crate::api::{Decoded, Request, Server};

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
            let Failure { error, kind } = match attempt.classify(sent, &decode) {
                Ok(result) => return Ok(result),
                Err(failure) => failure,
            };
            let delay_ms =
                retry::delay_ms(request.operation.idempotency(), kind, attempt.number, max_retries, Math::random());
            let Some(delay_ms) = delay_ms else { return Err(error) };
            hooks.retry(&attempt, delay_ms, &error);
            pause(call, delay_ms, signal).await?;
            attempt.number += 1;
            attempt.request_id = JsValue::UNDEFINED;
            attempt.may_repeat |= kind.may_have_acted();
        }
    }
}
