//! The endpoints of the Number Verification API: parameters in the query, and one line of text with status 200 for every reply.
//!
//! Paths, parameters and replies come from the vendor's OpenAPI document of 2026 and from its clients in six languages.

use serde::Serialize;

use super::authentication::VerificationResponse;
use super::decode::{DecodeError, Decoded, Json};
use super::request::{Operation, Request, RequestBody, percent_encode};
use crate::errors::ErrorKind;

/// The largest reply that is read. All known ones have one short line.
const MAX_REPLY_BYTES: u32 = 16 << 10;
/// What a reply can be, for errors.
const START_REPLIES: &str = "\"OK\" with an id, \"VERIFIED\" or a known error";
const PIN_REPLIES: &str = "\"VERIFIED\", \"INVALID\", \"EXPIRED\", \"THROTTLED\" or a known error";

/// The parameters of a request. Those without a value are not sent.
pub(crate) type Parameters = Vec<(&'static str, Option<String>)>;

/// The result of sending a PIN.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NumberVerificationResponse {
    /// Whether the device was verified before, so that no message was sent.
    pub(crate) verified: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) verification_id: Option<String>,
}

pub(crate) fn verify_number(phone_number: String, parameters: Parameters) -> Request {
    request(Operation::VerifyNumber, "/verify/start", ("to", phone_number), parameters)
}

pub(crate) fn verify_pin(pin: String, parameters: Parameters) -> Request {
    request(Operation::VerifyPin, "/verify/pin", ("pin", pin), parameters)
}

fn request(operation: Operation, path: &str, secret: (&'static str, String), others: Parameters) -> Request {
    let mut parameters = parameter(secret.0, &secret.1);
    for (name, value) in others {
        if let Some(value) = value {
            parameters.push('&');
            parameters.push_str(&parameter(name, &value));
        }
    }
    let request = Request::new(operation, "POST", path.to_owned());
    let request = request.with_body(RequestBody::Query { parameters, secret: secret.1 });
    Request { max_response_bytes: MAX_REPLY_BYTES, ..request }
}

/// A parameter of a query, also for the credentials.
pub(crate) fn parameter(name: &str, value: &str) -> String {
    [name, "=", &percent_encode(value)].concat()
}

impl NumberVerificationResponse {
    pub(crate) fn decode(reply: &impl Json) -> Decoded<NumberVerificationResponse> {
        let line = line(reply);
        let verified = line == "VERIFIED";
        let verification_id = line.strip_prefix("OK ").filter(|id| is_id(id)).map(str::to_owned);
        if verified || verification_id.is_some() {
            return Ok(NumberVerificationResponse { verified, verification_id });
        }
        Err(unknown(&line, START_REPLIES))
    }
}

/// Decodes the reply to a PIN. Only these words count: whatever else contains `VERIFIED` verifies nobody.
pub(crate) fn decode_verification(reply: &impl Json) -> Decoded<VerificationResponse> {
    let line = line(reply);
    let reason = match line.as_str() {
        "VERIFIED" => None,
        "INVALID" => Some("invalid"),
        "EXPIRED" => Some("expired"),
        "THROTTLED" => Some("throttled"),
        _ => return Err(unknown(&line, PIN_REPLIES)),
    };
    Ok(VerificationResponse { verified: reason.is_none(), method: None, reason, status: None })
}

/// The kind of an error reply and what to do about it, or `None` if the reply is no known error.
///
/// 209 has two spellings: `FAILED` in the older clients, `ERROR` in the OpenAPI document.
pub(crate) fn error_of(reply: &impl Json) -> Option<(ErrorKind, &'static str)> {
    Some(match line(reply).as_str() {
        "ERROR 101" => (ErrorKind::WrongCredentials, "check the username and the password of the API account"),
        "ERROR 102" => (ErrorKind::InvalidData, "check the arguments"),
        "ERROR 103" => (ErrorKind::ResourceForbidden, "allow the IP address of this server in the account's settings"),
        "ERROR 109" => (ErrorKind::InvalidData, "the template needs <PIN>"),
        "ERROR 110" => (ErrorKind::NoSuchResource, "check the verification id, or call verifyNumber again"),
        "ERROR 111" => (ErrorKind::ResourceForbidden, "activate the sender on the account, or set from to one that is"),
        "ERROR 209" | "FAILED 209" => (ErrorKind::Internal, "wait some seconds before you try again"),
        _ => return None,
    })
}

/// The text of a reply, with or without a line break at its end. Older clients pass one on, so servers may send one.
pub(crate) fn line(reply: &impl Json) -> String {
    let mut text = reply.text().unwrap_or_default();
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    text
}

/// The format of ids is not documented. One that has spaces or lines is part of some other text.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn unknown(line: &str, expected: &'static str) -> Box<DecodeError> {
    let received = match line {
        "" => "an empty body",
        _ if line.starts_with('<') => "HTML",
        _ => "another text",
    };
    Box::new(DecodeError { field: String::new(), expected, received })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
