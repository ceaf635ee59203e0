//! The class `NumberVerification`, as JavaScript sees it.

use std::rc::Rc;

use js_sys::Promise;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::call::{DEFAULT_RETRIES, Options, Output, call, pin_argument, text_argument};
use super::verigator::{refuse_browser, user_agent};
use crate::api::number_verification::{self, Parameters, parameter};
use crate::api::{Operation, Request, Server};
use crate::errors::Error;
use crate::http::{BaseUrl, Client, Credentials};
use crate::js::plain_object;

const CONSTRUCTOR: &str = "new NumberVerification";
const DEFAULT_URL: &str = "https://api2.messente.com";
const DEFAULT_BACKUP_URL: &str = "https://api3.messente.com";
const PIN_PLACEHOLDER: &[u8] = b"<PIN>";
/// The longest time that the API keeps a PIN (OpenAPI document).
const MAX_SECONDS: u32 = 1800;

/// A client of the Number Verification API: a PIN by SMS to a phone number, without services and users.
#[wasm_bindgen]
pub struct NumberVerification {
    inner: Rc<Client>,
}

/// What `toJSON` returns.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fields<'a> {
    base_url: &'a str,
    backup_url: Option<&'a str>,
}

#[wasm_bindgen]
impl NumberVerification {
    /// Creates a client with the credentials of a Messente account. Sends nothing.
    #[wasm_bindgen(constructor)]
    pub fn new(username: &JsValue, password: &JsValue, options: &JsValue) -> Result<NumberVerification, JsValue> {
        let credentials = parse_credentials(username, password)?;
        let options = Options::new(CONSTRUCTOR, options)?;
        let allow_http = options.boolean("dangerouslyAllowHttp")?;
        let given = options.text("baseUrl")?;
        let base_url = BaseUrl::parse(CONSTRUCTOR, "baseUrl", given.as_deref().unwrap_or(DEFAULT_URL), allow_http)?;
        let backup_url = parse_backup(&options, given.is_some(), allow_http)?;
        let settings = options.settings(options.max_retries()?.unwrap_or(DEFAULT_RETRIES))?;
        let is_loopback = base_url.is_loopback() && backup_url.as_ref().is_none_or(BaseUrl::is_loopback);
        let may_be_in_page = is_loopback || settings.fetch.is_some();
        refuse_browser(CONSTRUCTOR, options.boolean("dangerouslyAllowBrowser")? || may_be_in_page)?;
        let client = Client::new(base_url, Server::NumberVerification, credentials, settings);
        Ok(NumberVerification { inner: Rc::new(client.with_backup(backup_url)) })
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

    /// Returns what may be shown: the URLs, never the credentials.
    #[wasm_bindgen(js_name = toJSON)]
    pub fn to_json(&self) -> JsValue {
        let backup_url = self.inner.backup_url().map(BaseUrl::as_str);
        plain_object(&Fields { base_url: self.inner.base_url().as_str(), backup_url })
    }
}

/// The API takes the credentials as parameters of the URL, where any text can be.
fn parse_credentials(username: &JsValue, password: &JsValue) -> Result<Credentials, Error> {
    let username = text_argument(CONSTRUCTOR, "username", username)?;
    let password = text_argument(CONSTRUCTOR, "password", password)?;
    let encoded = parameter("password", &password);
    let query = [&parameter("username", &username), "&", &encoded].concat();
    let headers = user_agent().into_iter().collect();
    Ok(Credentials { headers, query, cookies: false, secrets: vec![encoded, password], tickets: None })
}

/// A client of another server, such as the sandbox, has no backup unless it names one.
fn parse_backup(options: &Options<'_>, is_other_server: bool, allow_http: bool) -> Result<Option<BaseUrl>, Error> {
    let expected = "a string or null";
    let given = options.read("backupUrl", expected, |value| value.is_string() || value.is_null())?;
    let url = match &given {
        Some(value) => value.as_string(),
        None => (!is_other_server).then(|| DEFAULT_BACKUP_URL.to_owned()),
    };
    url.map(|url| BaseUrl::parse(CONSTRUCTOR, "backupUrl", &url, allow_http)).transpose()
}

fn start(phone_number: &JsValue, options: &JsValue) -> Result<Request, Error> {
    let method = Operation::VerifyNumber.name();
    let phone_number = phone_number_argument(method, phone_number)?;
    let options = Options::new(method, options)?;
    let template = options.text("template")?;
    // The library's search takes 9 KB of wasm.
    let has_placeholder =
        |text: &String| text.as_bytes().windows(PIN_PLACEHOLDER.len()).any(|part| part == PIN_PLACEHOLDER);
    if template.as_ref().is_some_and(|template| !has_placeholder(template)) {
        return Err(options.unexpected("template", "a text with <PIN>", "one without"));
    }
    let number = |name, expected, min, max| {
        Ok::<_, Error>(options.whole_number(name, expected, min, max)?.map(|number| number.to_string()))
    };
    let seconds = |name| number(name, "a whole number of seconds from 1 to 1800", 1, MAX_SECONDS);
    let mut parameters: Parameters = vec![
        ("template", template),
        // The API's own default is 4, and its default of 2 messages sends a second paid one by itself.
        ("pin_length", number("pinLength", "a whole number from 4 to 16", 4, 16)?.or(Some("6".to_owned()))),
        ("from", options.text("from")?),
        ("max_tries", number("maxTries", "a whole number from 1 to 100", 1, 100)?.or(Some("1".to_owned()))),
        ("retry_delay", seconds("retryDelaySeconds")?),
        ("validity", seconds("validitySeconds")?),
    ];
    add_device(&mut parameters, &options)?;
    Ok(number_verification::verify_number(phone_number, parameters))
}

fn verification(verification_id: &JsValue, pin: &JsValue, options: &JsValue) -> Result<Request, Error> {
    let method = Operation::VerifyPin.name();
    let verification_id = text_argument(method, "verificationId", verification_id)?;
    let pin = pin_argument(method, pin)?;
    if !(4..=16).contains(&pin.len()) || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        let expected = "4 to 16 digits (normalizePin makes them of what a person typed)";
        return Err(Error::invalid_argument(method, "pin", expected, "another text"));
    }
    let mut parameters: Parameters = vec![("verification_id", Some(verification_id))];
    add_device(&mut parameters, &Options::new(method, options)?)?;
    Ok(number_verification::verify_pin(pin, parameters))
}

/// The user's device, for the API's shortcut.
fn add_device(parameters: &mut Parameters, options: &Options<'_>) -> Result<(), Error> {
    for name in ["ip", "browser", "cookie"] {
        parameters.push((name, options.text(name)?));
    }
    Ok(())
}

/// A number in the form of E.164.
fn phone_number_argument(method: &str, value: &JsValue) -> Result<String, Error> {
    let text = text_argument(method, "phoneNumber", value)?;
    let digits = text.strip_prefix('+').unwrap_or_default();
    let is_number = (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        return Ok(text);
    }
    let expected = "a plus, the country code and the number, 7 to 15 digits in all, as in +46701740605";
    Err(Error::invalid_argument(method, "phoneNumber", expected, "a text of another form"))
}
