//! One call, from the request to the typed result or the error: attempts, waits, events.

use std::rc::Rc;

use js_sys::{Math, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use crate::abort_signal::pause;
use crate::answer::{Attempt, Failed, Read};
use crate::api::Call;
use crate::base_url::BaseUrl;
use crate::fetch::{Answer, Cookies, Failure, Request, Transport};
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
    pub(crate) fn call(self: &Rc<Client>, call: Call, options: CallOptions, read: Box<Read>) -> Promise {
        Rc::new(Underway { client: Rc::clone(self), call, options, read }).attempt(1)
    }
}

/// A call that has begun.
struct Underway {
    client: Rc<Client>,
    call: Call,
    options: CallOptions,
    read: Box<Read>,
}

impl Underway {
    /// Makes one attempt, whose ending settles the promise without a future: most calls need one only.
    fn attempt(self: Rc<Self>, number: u32) -> Promise {
        let Client { base_url, transport, hooks, .. } = &*self.client;
        let request = Request {
            url: &[base_url.as_str(), &self.call.path].concat(),
            call: &self.call,
            timeout_ms: self.timeout_ms(),
            signal: self.options.signal.as_ref(),
            announcement: hooks.request(&self.call, number),
        };
        let underway = Rc::clone(&self);
        transport.send(&request, move |sent| underway.settle(number, sent))
    }

    fn settle(self: Rc<Self>, number: u32, sent: Result<Answer, Failure>) -> JsValue {
        let attempt = self.describe(number);
        let judged = match sent {
            Ok(answer) => {
                self.client.hooks.response(&attempt, &answer);
                attempt.judge(&answer, &*self.read)
            }
            Err(Failure::Aborted(reason)) => return Promise::reject(&reason).into(),
            Err(Failure::TimedOut) => Err(attempt.timed_out()),
            Err(Failure::Thrown(thrown)) => Err(attempt.thrown(&thrown)),
            Err(Failure::NoResponse(value)) => Err(attempt.no_response(&value)),
        };
        match judged {
            Ok(result) => result,
            Err(failed) => future_to_promise(self.recover(number, failed)).into(),
        }
    }

    /// Waits and makes another attempt, whose promise takes over, or fails where there must be none.
    async fn recover(self: Rc<Self>, number: u32, Failed { error, symptom }: Failed) -> Result<JsValue, JsValue> {
        let Client { hooks, max_retries, .. } = &*self.client;
        let max_retries = self.options.max_retries.unwrap_or(*max_retries);
        let effect = self.call.operation.effect();
        let delay_ms = retry::delay_ms(effect, symptom, number, max_retries, Math::random());
        let error = JsValue::from(error);
        let Some(delay_ms) = delay_ms else { return Err(error) };
        hooks.retry(&self.call, number, delay_ms, &error);
        pause(delay_ms, self.options.signal.as_ref()).await?;
        Ok(self.attempt(number + 1).into())
    }

    fn describe(&self, number: u32) -> Attempt<'_> {
        let Client { base_url, credentials, .. } = &*self.client;
        Attempt { call: &self.call, base_url, credentials, number, timeout_ms: self.timeout_ms() }
    }

    fn timeout_ms(&self) -> u32 {
        self.options.timeout_ms.unwrap_or(self.client.timeout_ms)
    }
}
