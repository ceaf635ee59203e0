//! The class `NumberVerification`, as JavaScript sees it.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::call::{Options, Output, call, pin_argument, text_argument};
use super::verigator::{connect, user_agent};
use crate::api::{Operation, Parameter, Request, Server, number_verification, percent_encode, query};
use crate::errors::Error;
use crate::http::{Client, Credentials};

const CONSTRUCTOR: &str = "new NumberVerification";
const PLACEHOLDER: &[u8] = b"<PIN>";

/// A client of the Number Verification API: a PIN by SMS to a phone number, without services and users.
#[wasm_bindgen]
pub struct NumberVerification {
    inner: Rc<Client>,
}

#[wasm_bindgen]
impl NumberVerification {
    /// Creates a client with the credentials of a Messente account. Sends nothing.
    #[wasm_bindgen(constructor)]
    pub fn new(username: &JsValue, password: &JsValue, options: &JsValue) -> Result<NumberVerification, JsValue> {
        let credentials = parse_credentials(username, password)?;
        Ok(NumberVerification { inner: connect(CONSTRUCTOR, Server::NumberVerification, credentials, options)? })
    }

    /// The URL that requests are sent to, without a slash at its end.
    #[wasm_bindgen(getter, js_name = baseUrl)]
    pub fn base_url(&self) -> String {
        self.inner.base_url().as_str().to_owned()
    }

    /// Sends a PIN to a phone number: an SMS, or up to `maxTries` of them, is paid for.
    #[wasm_bindgen(js_name = verifyNumber)]
    pub fn verify_number(
        &self,
        #[wasm_bindgen(js_name = phoneNumber)] phone_number: &JsValue,
        options: &JsValue,
    ) -> Promise {
        let request = start(phone_number, options);
        call(&self.inner, Operation::VerifyNumber, request, options, Output::NumberVerification)
    }

    /// Verifies the PIN that the user typed. A wrong PIN does not reject: it resolves with `verified: false` and a `reason`.
    #[wasm_bindgen(js_name = verifyPin)]
    pub fn verify_pin(
        &self,
        #[wasm_bindgen(js_name = verificationId)] verification_id: &JsValue,
        pin: &JsValue,
        options: &JsValue,
    ) -> Promise {
        let request = verification(verification_id, pin, options);
        call(&self.inner, Operation::VerifyPin, request, options, Output::NumberPin)
    }
}

/// The API takes the credentials as parameters of the URL, where any text can be.
fn parse_credentials(username: &JsValue, password: &JsValue) -> Result<Credentials, Error> {
    let username = text_argument(CONSTRUCTOR, "username", username)?;
    let password = text_argument(CONSTRUCTOR, "password", password)?;
    let encoded = percent_encode(&password);
    let headers = user_agent().into_iter().collect();
    Ok(Credentials {
        headers,
        query: query(&[("username", username), ("password", password.clone())]),
        cookies: false,
        secrets: vec![encoded, password],
        tickets: None,
    })
}

/// The options that are numbers: name, name in the API, expectation, range, and the default if it is not the API's own.
const NUMBERS: [(&str, &str, &str, u32, u32, u32); 4] = [
    ("pinLength", "pin_length", "a whole number from 4 to 16", 4, 16, 6),
    // The API's default of 2 sends a second paid message by itself.
    ("maxTries", "max_tries", "a whole number from 1 to 100", 1, 100, 1),
    ("retryDelaySeconds", "retry_delay", "a whole number from 1 to 1800", 1, 1800, 0),
    // The longest validity is documented.
    ("validitySeconds", "validity", "a whole number from 1 to 1800", 1, 1800, 0),
];

fn start(phone_number: &JsValue, options: &JsValue) -> Result<Request, Error> {
    let method = Operation::VerifyNumber.name();
    let phone_number = phone_number_argument(method, phone_number)?;
    let mut parameters = vec![("to", phone_number)];
    let options = Options::new(method, options)?;
    for (name, parameter, expected, min, max, default) in NUMBERS {
        let number = options.whole_number(name, expected, min, max)?.unwrap_or(default);
        if number > 0 {
            parameters.push((parameter, number.to_string()));
        }
    }
    add_texts(&mut parameters, &options, &["template", "from", "ip", "browser", "cookie"])?;
    Ok(number_verification::verify_number(parameters))
}

fn verification(verification_id: &JsValue, pin: &JsValue, options: &JsValue) -> Result<Request, Error> {
    let method = Operation::VerifyPin.name();
    let verification_id = text_argument(method, "verificationId", verification_id)?;
    let pin = pin_argument(method, pin)?;
    if !(4..=16).contains(&pin.len()) || !are_digits(pin.as_bytes()) {
        let expected = "4 to 16 digits (see normalizePin)";
        return Err(Error::invalid_argument(method, "pin", expected, "another text"));
    }
    let mut parameters = vec![("verification_id", verification_id), ("pin", pin)];
    add_texts(&mut parameters, &Options::new(method, options)?, &["ip", "browser", "cookie"])?;
    Ok(number_verification::verify_pin(parameters))
}

/// Adds the options that are texts, which have the same names in the API.
fn add_texts(parameters: &mut Vec<Parameter>, options: &Options<'_>, names: &[&'static str]) -> Result<(), Error> {
    for &name in names {
        let Some(text) = options.text(name)? else { continue };
        // The library's search takes 9 KB of wasm.
        let has_placeholder = || text.as_bytes().windows(PLACEHOLDER.len()).any(|part| part == PLACEHOLDER);
        if name == "template" && !has_placeholder() {
            return Err(options.unexpected(name, "a text with <PIN>", "one without"));
        }
        parameters.push((name, text));
    }
    Ok(())
}

/// A number in the form of E.164.
fn phone_number_argument(method: &str, value: &JsValue) -> Result<String, Error> {
    let text = text_argument(method, "phoneNumber", value)?;
    match text.as_bytes() {
        [b'+', b'1'..=b'9', rest @ ..] if (6..=14).contains(&rest.len()) && are_digits(rest) => Ok(text),
        _ => {
            let expected = "a number in the form of E.164, as in +46701740605";
            Err(Error::invalid_argument(method, "phoneNumber", expected, "another text"))
        }
    }
}

fn are_digits(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_digit)
}
