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

/// The result of sending a PIN.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NumberVerificationResponse {
    /// Whether the device was verified before, so that no message was sent.
    pub(crate) verified: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) verification_id: Option<String>,
}

/// The parameters of a request, as the URL has them.
#[derive(Debug, Default)]
pub(crate) struct Query(String);

impl Query {
    pub(crate) fn add(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(name);
        self.0.push('=');
        self.0.push_str(&percent_encode(value));
    }

    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

pub(crate) fn verify_number(phone_number: String, query: Query) -> Request {
    request(Operation::VerifyNumber, "/verify/start", query, phone_number)
}

pub(crate) fn verify_pin(pin: String, query: Query) -> Request {
    request(Operation::VerifyPin, "/verify/pin", query, pin)
}

fn request(operation: Operation, path: &str, Query(parameters): Query, secret: String) -> Request {
    let request = Request::new(operation, "POST", path.to_owned());
    let request = request.with_body(RequestBody::Query { parameters, secret });
    Request { max_response_bytes: MAX_REPLY_BYTES, ..request }
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
    let text = reply.text().unwrap_or_default();
    let line = text.strip_suffix('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    line.unwrap_or(&text).to_owned()
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
