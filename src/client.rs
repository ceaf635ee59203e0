//! One call, from the request to the typed result or the error: attempts, waits, events.

use std::rc::Rc;

use js_sys::{Date, Math};
use wasm_bindgen::prelude::*;

use crate::abort_signal::{AbortSignal, pause};
use crate::answer::{Attempt, Failed, Read};
use crate::api::Call;
use crate::base_url::BaseUrl;
use crate::fetch::{Cookies, Failure, Transport};
use crate::hooks::Hooks;
use crate::options::{CallOptions, Settings};
use crate::retry;

/// The account, where it is served, and how requests are sent. Shared by all objects that came from one `Verigator`.
pub(crate) struct Client {
    base_url: BaseUrl,
    transport: Transport,
    timeout_ms: u32,
    max_retries: u32,
    hooks: Hooks,
    /// The password and the auth header.
    credentials: Vec<String>,
}

/// What tells the server who is asking.
pub(crate) struct Identity {
    /// Headers that go along with each request.
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) cookies: Cookies,
    /// What is secret of it, and kept out of all that is shown.
    pub(crate) secrets: Vec<String>,
}

impl Client {
    pub(crate) fn new(settings: Settings, identity: Identity) -> Rc<Client> {
        Rc::new(Client {
            base_url: settings.base_url,
            transport: Transport::new(settings.fetch, &identity.headers, identity.cookies),
            timeout_ms: settings.timeout_ms,
            max_retries: settings.max_retries,
            hooks: settings.hooks,
            credentials: identity.secrets,
        })
    }

    pub(crate) fn base_url(&self) -> &BaseUrl {
        &self.base_url
    }

    /// Sends the request, again where that is safe, and gives the answer of the last attempt.
    ///
    /// Rejects with a `VerigatorError`, or with the reason of the caller's own signal.
    pub(crate) async fn call(&self, call: &Call, options: &CallOptions, read: &Read) -> Result<JsValue, JsValue> {
        let credentials = &self.credentials;
        let signal = options.signal.as_ref();
        let max_retries = options.max_retries.unwrap_or(self.max_retries);
        let timeout_ms = options.timeout_ms.unwrap_or(self.timeout_ms);
        let mut attempt = Attempt { call, base_url: &self.base_url, credentials, number: 1, timeout_ms };
        loop {
            let Failed { error, symptom } = match self.send(&attempt, signal, read).await? {
                Ok(result) => return Ok(result),
                Err(failed) => failed,
            };
            let effect = call.operation.effect();
            let delay_ms = retry::delay_ms(effect, symptom, attempt.number, max_retries, Math::random());
            let error = JsValue::from(error);
            let Some(delay_ms) = delay_ms else { return Err(error) };
            self.hooks.retry(call, attempt.number, delay_ms, &error);
            pause(delay_ms, signal).await?;
            attempt.number += 1;
        }
    }

    /// One attempt. The outer error is the signal's reason, which ends the call.
    async fn send(
        &self,
        attempt: &Attempt<'_>,
        signal: Option<&AbortSignal>,
        read: &Read,
    ) -> Result<Result<JsValue, Failed>, JsValue> {
        AbortSignal::check(signal)?;
        self.hooks.request(attempt.call, attempt.number);
        AbortSignal::check(signal)?;
        let started = Date::now();
        let url = [self.base_url.as_str(), &attempt.call.path].concat();
        let sent = self.transport.send(&url, attempt.call, attempt.timeout_ms, signal).await;
        Ok(match sent {
            Ok(answer) => {
                self.hooks.response(attempt, &answer, started);
                attempt.judge(&answer, read)
            }
            Err(Failure::Aborted(reason)) => return Err(reason),
            Err(Failure::TimedOut) => Err(attempt.timed_out()),
            Err(Failure::Thrown(thrown)) => Err(attempt.thrown(&thrown)),
            Err(Failure::NoResponse(value)) => Err(attempt.no_response(&value)),
        })
    }
}
