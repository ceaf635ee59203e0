//! A call of a method: its arguments and options are checked, it runs, and its response becomes what the method resolves with.
//!
//! Arguments are taken as whatever the caller passed: a string parameter of wasm-bindgen's own would read memory out of bounds if
//! it got a number. Messages name the type of what was passed and never quote it, since it may be a PIN. Options are read member by member:
//! one may be a function or a signal, and its getter may throw.

use std::hint::black_box;
use std::rc::Rc;

use js_sys::{Array, Function, JsString, Promise};
use wasm_bindgen::prelude::*;

use super::gateway_client::GatewayStatus;
use super::service::Service;
use super::user::User;
use crate::api::{
    AuthenticationMethod, AuthenticationResponse, Decoded, GatewayStatusFields, Id, InvalidId, Json, Operation,
    Request, ServiceFields, UserFields, VerificationResponse, number_verification,
};
use crate::errors::Error;
use crate::http::{AbortSignal, CallOptions, Client, Hooks, Settings, start};
use crate::js::{JsonValue, describe, member, option, plain_object};

/// What a method resolves with.
pub(super) enum Output {
    Nothing,
    Service(Rc<Client>),
    User(Service),
    Users(Service),
    Authentication(AuthenticationMethod),
    Verification,
    GatewayStatus,
    /// A message of the Number Verification API.
    NumberVerification,
    /// A PIN of the Number Verification API.
    NumberPin,
}

/// Returns a promise of the output. Arguments and options that cannot be used reject it: no method throws.
pub(super) fn call(
    client: &Rc<Client>,
    operation: Operation,
    request: Result<Request, Error>,
    options: &JsValue,
    output: Output,
) -> Promise {
    let options = || Options::new(operation.name(), options)?.call_options();
    let client = Rc::clone(client);
    match request.and_then(|request| Ok((request, options()?))) {
        Err(error) => Promise::reject(&error.with_operation(operation.public_name()).into()),
        Ok((request, options)) => start(options.signal.is_some(), |id| async move {
            client.call(id, &request, &options, |json| output.decode(json)).await
        }),
    }
}

impl Output {
    fn decode(&self, json: &JsonValue) -> Decoded<JsValue> {
        Ok(match self {
            Output::Nothing => JsValue::UNDEFINED,
            Output::Service(client) => Service::new_from(ServiceFields::decode(json)?, client).into(),
            Output::User(service) => User::new_from(UserFields::decode(json)?, service).into(),
            Output::Users(service) => {
                let users = Array::new();
                reserve(json);
                UserFields::decode_list(json, |user| {
                    users.push(&User::new_from(user, service).into());
                })?;
                users.into()
            }
            Output::Authentication(requested) => plain_object(&AuthenticationResponse::decode(json, *requested)?),
            Output::Verification => plain_object(&VerificationResponse::decode(json)?),
            Output::NumberVerification => plain_object(&number_verification::decode_start(json)?),
            Output::NumberPin => plain_object(&number_verification::decode_verification(json)?),
            Output::GatewayStatus => plain_object(&GatewayStatus::from(GatewayStatusFields::decode(json)?)),
        })
    }
}

/// Makes room for a list at once. The memory of wasm otherwise grows by its smallest step, and each time V8 counts all of it as garbage once more.
fn reserve(json: &JsonValue) {
    const BYTES_OF_A_USER: usize = 256;
    let length = json.member("users").map_or(0, |users| users.length());
    black_box(Vec::<u8>::with_capacity(length * BYTES_OF_A_USER));
}

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

    pub(super) fn whole_number(&self, name: &str, expected: &str, min: u32, max: u32) -> Result<Option<u32>, Error> {
        let Some(value) = self.read(name, expected, |_| true)? else { return Ok(None) };
        let in_range = |number: &f64| number.fract() == 0.0 && (f64::from(min)..=f64::from(max)).contains(number);
        match value.as_f64() {
            Some(number) if in_range(&number) => Ok(Some(number as u32)),
            Some(_) => Err(self.unexpected(name, expected, "another number")),
            None => Err(self.unexpected(name, expected, describe(&value))),
        }
    }

    pub(super) fn unexpected(&self, name: &str, expected: &str, received: &str) -> Error {
        Error::invalid_argument(self.method, &["options.", name].concat(), expected, received)
    }
}

const TEXT: &str = "a string that is not empty";
/// The most UTF-16 code units of a text: one that fills the memory of the wasm would end the instance.
const MAX_LENGTH: u32 = 1 << 16;

/// A text that is neither empty nor huge.
pub(super) fn text_argument(method: &str, name: &str, value: &JsValue) -> Result<String, Error> {
    let refuse = |received| Err(Error::invalid_argument(method, name, TEXT, received));
    let Some(text) = value.dyn_ref::<JsString>() else { return refuse(describe(value)) };
    if text.length() > MAX_LENGTH {
        return refuse("one of more than 65,536 characters");
    }
    let text = String::from(text);
    if text.is_empty() {
        return refuse("an empty string");
    }
    // A lone surrogate became U+FFFD, so two different texts would be sent as one. A search by characters takes 6 KB of wasm.
    let has_replacement = text.as_bytes().windows(3).any(|bytes| bytes == "\u{fffd}".as_bytes());
    if has_replacement && JsValue::from_str(&text) != *value {
        return refuse("a string with a lone surrogate");
    }
    Ok(text)
}

/// An id that can be part of a path.
pub(super) fn id_argument(method: &str, name: &str, value: &JsValue) -> Result<Id, Error> {
    Id::parse(text_argument(method, name, value)?).map_err(|reason| match reason {
        InvalidId::Empty => Error::invalid_argument(method, name, TEXT, "an empty string"),
        InvalidId::Dots => Error::invalid_argument(method, name, "an id", "dots, which name another path"),
    })
}

/// A PIN, which must have been a string since it was typed.
pub(super) fn pin_argument(method: &str, value: &JsValue) -> Result<String, Error> {
    if value.as_f64().is_some() {
        let received = "a number, which has lost its leading zeros";
        return Err(Error::invalid_argument(method, "pin", TEXT, received));
    }
    text_argument(method, "pin", value)
}

/// The username or the password of the account, as a header can hold it.
pub(super) fn credential_argument(method: &str, name: &str, value: &JsValue) -> Result<String, Error> {
    let text = text_argument(method, name, value)?;
    let refuse = |received| Err(Error::invalid_argument(method, name, "printable ASCII characters", received));
    if text.bytes().any(|byte| byte.is_ascii_control()) {
        return refuse("a control character");
    }
    if !text.is_ascii() {
        return refuse("a character outside ASCII");
    }
    Ok(text)
}
