//! Reads option objects member by member: a member may be a function or a signal, and its getter may throw.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::errors::Error;
use crate::http::{AbortSignal, CallOptions, Hooks, Settings};
use crate::js::{describe, member, option};

const DEFAULT_TIMEOUT_MS: u32 = 10_000;
/// The longest delay of a timer.
const MAX_TIMEOUT_MS: u32 = 0x7fff_ffff;
const TIMEOUT: &str = "a whole number of milliseconds from 1 to 2147483647";
/// How often a call is retried by default.
pub(super) const DEFAULT_RETRIES: u32 = 2;
const MAX_RETRIES: u32 = 100;

/// The members of an option object, or of none.
pub(super) struct Options<'a> {
    method: &'a str,
    object: Option<&'a JsValue>,
}

impl<'a> Options<'a> {
    pub(super) fn new(method: &'a str, object: &'a JsValue) -> Result<Options<'a>, Error> {
        if object.is_undefined() {
            return Ok(Options { method, object: None });
        }
        if object.is_object() {
            return Ok(Options { method, object: Some(object) });
        }
        Err(Error::invalid_argument(method, "options", "an object", describe(object)))
    }

    /// What a single call may override.
    pub(super) fn call_options(&self) -> Result<CallOptions, Error> {
        if self.object.is_none() {
            return Ok(CallOptions::default());
        }
        Ok(CallOptions { signal: self.signal()?, timeout_ms: self.timeout_ms()?, max_retries: self.max_retries()? })
    }

    /// How all calls are sent.
    pub(super) fn settings(&self, max_retries: u32) -> Result<Settings, Error> {
        Ok(Settings {
            timeout_ms: self.timeout_ms()?.unwrap_or(DEFAULT_TIMEOUT_MS),
            max_retries,
            fetch: self.function("fetch")?,
            hooks: Hooks {
                on_request: self.function("onRequest")?,
                on_response: self.function("onResponse")?,
                on_retry: self.function("onRetry")?,
            },
        })
    }

    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Error> {
        Ok(self.read(name, "a string", JsValue::is_string)?.and_then(|value| value.as_string()))
    }

    pub(super) fn boolean(&self, name: &str) -> Result<bool, Error> {
        let value = self.read(name, "true or false", |value| value.as_bool().is_some())?;
        Ok(value.is_some_and(|value| value.is_truthy()))
    }

    fn function(&self, name: &str) -> Result<Option<Function>, Error> {
        Ok(self.read(name, "a function", JsValue::is_function)?.map(JsCast::unchecked_into))
    }

    /// The member if it has the expected type, or `None` if it is undefined.
    pub(super) fn read(
        &self,
        name: &str,
        expected: &str,
        is_expected: fn(&JsValue) -> bool,
    ) -> Result<Option<JsValue>, Error> {
        let Some(object) = self.object else { return Ok(None) };
        match option(object, name) {
            Err(_) => Err(self.unexpected(name, expected, "a getter that throws")),
            Ok(value) if value.is_undefined() => Ok(None),
            Ok(value) if is_expected(&value) => Ok(Some(value)),
            Ok(value) => Err(self.unexpected(name, expected, describe(&value))),
        }
    }

    fn signal(&self) -> Result<Option<AbortSignal>, Error> {
        let is_signal = |value: &JsValue| {
            member(value, "aborted").as_bool().is_some() && member(value, "addEventListener").is_function()
        };
        Ok(self.read("signal", "an AbortSignal", is_signal)?.map(JsCast::unchecked_into))
    }

    fn timeout_ms(&self) -> Result<Option<u32>, Error> {
        self.whole_number("timeoutMs", TIMEOUT, 1, MAX_TIMEOUT_MS)
    }

    pub(super) fn max_retries(&self) -> Result<Option<u32>, Error> {
        self.whole_number("maxRetries", "a whole number from 0 to 100", 0, MAX_RETRIES)
    }

    fn whole_number(&self, name: &str, expected: &str, min: u32, max: u32) -> Result<Option<u32>, Error> {
        let Some(value) = self.read(name, expected, |_| true)? else { return Ok(None) };
        let in_range = |number: &f64| number.fract() == 0.0 && (f64::from(min)..=f64::from(max)).contains(number);
        match value.as_f64() {
            Some(number) if in_range(&number) => Ok(Some(number as u32)),
            Some(_) => Err(self.unexpected(name, expected, "another number")),
            None => Err(self.unexpected(name, expected, describe(&value))),
        }
    }

    fn unexpected(&self, name: &str, expected: &str, received: &str) -> Error {
        Error::invalid_argument(self.method, &["options.", name].concat(), expected, received)
    }
}
