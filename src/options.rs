//! The option objects of the contract, read member by member: a member may be a function or a signal, and its getter
//! may throw.

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;

use crate::abort_signal::AbortSignal;
use crate::arguments::describe;
use crate::base_url::BaseUrl;
use crate::error::Error;
use crate::hooks::Hooks;
use crate::object::member;

const DEFAULT_TIMEOUT_MS: u32 = 10_000;
/// The longest that a timer can run.
const LONGEST_TIMEOUT_MS: u32 = 0x7fff_ffff;
const DEFAULT_RETRIES: u32 = 2;
const MOST_RETRIES: u32 = 100;

/// What a `Verigator` was made with, credentials aside.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) base_url: BaseUrl,
    pub(crate) timeout_ms: u32,
    pub(crate) max_retries: u32,
    pub(crate) fetch: Option<Function>,
    pub(crate) dangerously_allow_browser: bool,
    pub(crate) hooks: Hooks,
}

/// What one call was given.
#[derive(Default)]
pub(crate) struct CallOptions {
    pub(crate) signal: Option<AbortSignal>,
    pub(crate) timeout_ms: Option<u32>,
    pub(crate) max_retries: Option<u32>,
}

impl Settings {
    pub(crate) fn parse(place: &str, options: &JsValue) -> Result<Settings, Error> {
        let options = Members::of(place, options)?;
        let base_url = BaseUrl::parse(place, options.text("baseUrl")?.as_deref())?;
        options.settings(base_url)
    }

    /// The settings of a client that goes through a gateway, and the ticket that tells the gateway who is asking.
    pub(crate) fn parse_for_gateway(
        place: &str,
        base_url: &str,
        options: &JsValue,
    ) -> Result<(Settings, Option<String>), Error> {
        let options = Members::of(place, options)?;
        let is_ticket = |value: &JsValue| value.as_string().is_some_and(|text| is_jwt(&text));
        let ticket = options.read("ticket", "a JWT", is_ticket)?.and_then(|ticket| ticket.as_string());
        let settings = options.settings(BaseUrl::parse_in_page(place, base_url)?)?;
        // A gateway's limits come with Retry-After, and a page shows them rather than waits.
        Ok((Settings { max_retries: 0, ..settings }, ticket))
    }
}

impl CallOptions {
    pub(crate) fn parse(place: &str, options: &JsValue) -> Result<CallOptions, Error> {
        if options.is_undefined() {
            return Ok(CallOptions::default());
        }
        let options = Members::of(place, options)?;
        Ok(CallOptions {
            signal: options.signal()?,
            timeout_ms: options.timeout_ms()?,
            max_retries: options.max_retries()?,
        })
    }
}

/// The members of an option object, or of none.
struct Members<'a> {
    place: &'a str,
    object: &'a JsValue,
}

impl<'a> Members<'a> {
    fn of(place: &'a str, object: &'a JsValue) -> Result<Members<'a>, Error> {
        if object.is_object() || object.is_undefined() {
            return Ok(Members { place, object });
        }
        Err(Error::invalid_argument(place, "options", "an object", describe(object)))
    }

    fn settings(&self, base_url: BaseUrl) -> Result<Settings, Error> {
        Ok(Settings {
            base_url,
            timeout_ms: self.timeout_ms()?.unwrap_or(DEFAULT_TIMEOUT_MS),
            max_retries: self.max_retries()?.unwrap_or(DEFAULT_RETRIES),
            fetch: self.function("fetch")?,
            dangerously_allow_browser: self.boolean("dangerouslyAllowBrowser")?.unwrap_or(false),
            hooks: Hooks {
                on_request: self.function("onRequest")?,
                on_response: self.function("onResponse")?,
                on_retry: self.function("onRetry")?,
            },
        })
    }

    fn signal(&self) -> Result<Option<AbortSignal>, Error> {
        let is_signal = |value: &JsValue| {
            member(value, "addEventListener").is_function() && member(value, "aborted").as_bool().is_some()
        };
        Ok(self.read("signal", "an AbortSignal", is_signal)?.map(JsCast::unchecked_into))
    }

    fn timeout_ms(&self) -> Result<Option<u32>, Error> {
        let expected = "a whole number of milliseconds from 1 to 2147483647";
        let value = self.read("timeoutMs", expected, |value| is_whole_number(value, 1, LONGEST_TIMEOUT_MS))?;
        Ok(value.and_then(|value| value.as_f64()).map(|number| number as u32))
    }

    fn max_retries(&self) -> Result<Option<u32>, Error> {
        let expected = "a whole number from 0 to 100";
        let value = self.read("maxRetries", expected, |value| is_whole_number(value, 0, MOST_RETRIES))?;
        Ok(value.and_then(|value| value.as_f64()).map(|number| number as u32))
    }

    fn text(&self, name: &str) -> Result<Option<String>, Error> {
        Ok(self.read(name, "a string", JsValue::is_string)?.and_then(|value| value.as_string()))
    }

    fn boolean(&self, name: &str) -> Result<Option<bool>, Error> {
        let value = self.read(name, "true or false", |value| value.as_bool().is_some())?;
        Ok(value.map(|value| value.is_truthy()))
    }

    fn function(&self, name: &str) -> Result<Option<Function>, Error> {
        Ok(self.read(name, "a function", JsValue::is_function)?.map(JsCast::unchecked_into))
    }

    /// The member, where it is what is expected, and `None` where it is undefined.
    fn read(&self, name: &str, expected: &str, is_expected: fn(&JsValue) -> bool) -> Result<Option<JsValue>, Error> {
        if self.object.is_undefined() {
            return Ok(None);
        }
        let refuse = |found| Err(Error::invalid_argument(self.place, &["options.", name].concat(), expected, found));
        let Ok(value) = Reflect::get(self.object, &name.into()) else {
            return refuse("a getter that throws");
        };
        if value.is_undefined() || is_expected(&value) {
            return Ok(Some(value).filter(|value| !value.is_undefined()));
        }
        refuse(if value.as_f64().is_some() { "another number" } else { describe(&value) })
    }
}

fn is_whole_number(value: &JsValue, least: u32, most: u32) -> bool {
    let fits = |number: f64| number.fract() == 0.0 && number >= f64::from(least) && number <= f64::from(most);
    value.as_f64().is_some_and(fits)
}

/// Whether the text has a JWT's alphabet, and so can stand in a header.
fn is_jwt(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.=".contains(&byte))
}
