//! The endpoints of the Number Verification API: parameters in the query, and one line of text with status 200 for every reply.
//!
//! Paths, parameters and replies come from the vendor's OpenAPI document of 2026 and from its clients in six languages.

use super::authentication::VerificationResponse;
use super::decode::{DecodeError, Decoded, Json};
use super::request::{Operation, Parameter, Request};
use crate::errors::ErrorKind;

/// The largest reply that is read. All known ones have one short line.
const MAX_REPLY_BYTES: u32 = 16 << 10;
/// What was expected, for errors.
pub(crate) const REPLY: &str = "a reply of the Number Verification API";

pub(crate) fn verify_number(parameters: Vec<Parameter>) -> Request {
    request(Operation::VerifyNumber, "/verify/start", parameters)
}

pub(crate) fn verify_pin(parameters: Vec<Parameter>) -> Request {
    request(Operation::VerifyPin, "/verify/pin", parameters)
}

fn request(operation: Operation, path: &str, parameters: Vec<Parameter>) -> Request {
    let request = Request::new(operation, "POST", path.to_owned()).with(parameters);
    Request { max_response_bytes: MAX_REPLY_BYTES, ..request }
}

/// Decodes the reply to a start: the id of the verification, or `VERIFIED` for a device that was verified before, to which no message was sent.
pub(crate) fn decode_start(reply: &impl Json) -> Decoded<VerificationResponse> {
    let line = line(reply);
    let verified = line == "VERIFIED";
    let verification_id = line.strip_prefix("OK ").filter(|id| is_id(id)).map(str::to_owned);
    if verified || verification_id.is_some() {
        return Ok(VerificationResponse { verified, verification_id, ..VerificationResponse::default() });
    }
    Err(unknown(&line))
}

/// Decodes the reply to a PIN. Only these words count: whatever else contains `VERIFIED` verifies nobody.
pub(crate) fn decode_verification(reply: &impl Json) -> Decoded<VerificationResponse> {
    let line = line(reply);
    let reason = match line.as_str() {
        "VERIFIED" => None,
        "INVALID" => Some("invalid"),
        "EXPIRED" => Some("expired"),
        "THROTTLED" => Some("throttled"),
        _ => return Err(unknown(&line)),
    };
    Ok(VerificationResponse { verified: reason.is_none(), reason, ..VerificationResponse::default() })
}

/// The kind of an error reply, and what to do about it if the kind does not tell. `None` if the reply is no known error.
///
/// 209 has two spellings: `FAILED` in the older clients, `ERROR` in the OpenAPI document.
pub(crate) fn error_of(reply: &impl Json) -> Option<(ErrorKind, Option<&'static str>)> {
    let line = line(reply);
    let code = line.strip_prefix("ERROR ").or_else(|| line.strip_prefix("FAILED ").filter(|code| *code == "209"))?;
    Some(match code {
        "101" => (ErrorKind::WrongCredentials, None),
        "102" | "109" => (ErrorKind::InvalidData, None),
        "103" => (ErrorKind::ResourceForbidden, Some("allow this server's IP address in the account's settings")),
        "110" => (ErrorKind::NoSuchResource, None),
        "111" => (ErrorKind::ResourceForbidden, Some("activate the sender on the account, or set another one")),
        "209" => (ErrorKind::Internal, None),
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

fn unknown(line: &str) -> Box<DecodeError> {
    let received = match line {
        "" => "an empty body",
        _ if line.starts_with('<') => "HTML",
        _ => "another text",
    };
    Box::new(DecodeError { field: String::new(), expected: REPLY, received })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
