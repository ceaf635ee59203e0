//! Classifies a failed attempt: which error it is, and what it means for a retry.

use js_sys::Date;
use wasm_bindgen::prelude::*;

use super::fetch::{Attempt, FetchError};
use super::response::{Body, Response, Undecodable};
use super::retry::{FailureKind, parse_retry_after};
use crate::api::{DecodeError, Json, Server, number_verification};
use crate::errors::{Details, Error, ErrorKind, sanitized_cause, says_not_connected};
use crate::js::{JsonValue, describe};

/// A failed attempt.
pub(super) struct Failure {
    /// A `VerigatorError`, or the reason of the caller's signal.
    pub(super) error: JsValue,
    pub(super) kind: FailureKind,
}

impl Attempt<'_> {
    /// Classifies what was sent: a response that is no success, or no response.
    pub(super) fn classify(&self, sent: Result<Response, FetchError>) -> Failure {
        match sent {
            Ok(response) if response.is_redirect => self.redirected(&response),
            Ok(response) => self.error_status(&response),
            Err(FetchError::Aborted(reason)) => Failure { error: reason, kind: FailureKind::Final },
            Err(FetchError::TimedOut) => self.timed_out(),
            Err(FetchError::NoTicket(kind, thrown)) => self.without_ticket(kind, &thrown),
            Err(FetchError::Thrown(thrown)) => self.thrown(&thrown),
            Err(FetchError::NotAResponse(value)) => self.not_a_response(&value),
            Err(FetchError::Refused(error)) => {
                let error = error.with_operation(self.request.operation.public_name());
                Failure { error: error.into(), kind: FailureKind::Final }
            }
        }
    }

    /// Classifies a success whose body is missing or not what the API promises.
    pub(super) fn classify_success(&self, response: &Response, problem: Undecodable) -> Failure {
        let limit;
        let received = match (problem, &response.body) {
            (Undecodable::Refused(kind, hint), Body::Text(text)) => {
                let line = number_verification::line(&JsonValue::of_text(text));
                return self.refused(response, kind, hint, line);
            }
            (Undecodable::Field(error), _) if error.field.is_empty() => {
                return self.invalid_response(response, &["expected ", error.expected, ", got ", error.received]);
            }
            (Undecodable::Field(error), _) => {
                let DecodeError { field, expected, received } = *error;
                return self.invalid_response(
                    response,
                    &["expected the field ", &field, " to be ", expected, ", got ", received],
                );
            }
            (Undecodable::Json(received), _) => received,
            (Undecodable::Body, Body::Broken(thrown)) => return self.disconnected(thrown, FailureKind::ConnectionLost),
            (Undecodable::Body, Body::TimedOut) => return self.timed_out(),
            (Undecodable::Body, Body::TooLong) => {
                limit = ["a body of more than ", &(self.request.max_response_bytes >> 10).to_string(), " KiB"].concat();
                &limit
            }
            (Undecodable::Body, Body::NotText) => "a body that is not UTF-8 text",
            _ => "a body that was read before or has no text()",
        };
        let expected = match self.server {
            Server::NumberVerification => number_verification::REPLY,
            _ => "a JSON object",
        };
        self.invalid_response(response, &["expected ", expected, ", got ", received])
    }

    fn error_status(&self, response: &Response) -> Failure {
        let retry_after = response.header("retry-after");
        let retry_after_ms = retry_after.and_then(|header| parse_retry_after(&header, Date::now(), Date::parse));
        let server_message = self.server_message(&response.body);
        let kind = kind_of_status(response.status);
        let status = response.status.to_string();
        let quoted = server_message.as_ref().map(|message| [": \"", message, "\""].concat()).unwrap_or_default();
        let details = Details { retry_after_ms, server_message, ..self.details_of(response) };
        let hint = self.request.operation.hint(kind, self.server);
        let error = self.error(kind, &[" responded with ", &status, &quoted], hint, details);
        let kind = match self.server {
            // Not even a 429 is sent again, since the message may be paid for.
            Server::NumberVerification => FailureKind::Final,
            _ => FailureKind::Status { status: response.status, retry_after_ms },
        };
        Failure { error: error.into(), kind }
    }

    /// An error with status 200, whose text is all that the server says: a known code.
    fn refused(&self, response: &Response, kind: ErrorKind, hint: Option<&str>, line: String) -> Failure {
        let hint = hint.unwrap_or_else(|| self.request.operation.hint(kind, self.server));
        let detail = [" responded with ", &line].concat();
        let details = Details { server_message: Some(line), ..self.details_of(response) };
        Failure { error: self.error(kind, &[&detail], hint, details).into(), kind: FailureKind::Final }
    }

    fn redirected(&self, response: &Response) -> Failure {
        let target = response.header("location").and_then(|target| self.base_url.origin_of_redirect(&target));
        let target = target.map_or("a hidden target".to_owned(), |target| self.redactor().redact_origin(&target));
        let hint = match self.server {
            Server::Api | Server::NumberVerification => "set baseUrl to where the API is served",
            Server::Gateway => {
                "set baseUrl to where the gateway is served, with a slash at its end if the server adds one"
            }
        };
        let detail = [" responded with a redirect to ", &target];
        let error = self.error(ErrorKind::Redirect, &detail, hint, self.details_of(response));
        Failure { error: error.into(), kind: FailureKind::Final }
    }

    fn thrown(&self, thrown: &JsValue) -> Failure {
        let not_connected = says_not_connected(thrown);
        self.disconnected(thrown, if not_connected { FailureKind::NotConnected } else { FailureKind::ConnectionLost })
    }

    fn disconnected(&self, thrown: &JsValue, kind: FailureKind) -> Failure {
        let hint = match kind {
            FailureKind::NotConnected => "check the network and baseUrl",
            _ => self.request.operation.hint_if_uncertain(),
        };
        let detail = [" at ", self.base_url.origin()];
        let error = self.error(ErrorKind::Connection, &detail, hint, self.details());
        Failure { error: error.with_cause(sanitized_cause(thrown, &self.redactor())).into(), kind }
    }

    fn without_ticket(&self, kind: ErrorKind, thrown: &JsValue) -> Failure {
        let details = Details { attempts: self.number - 1, ..self.details() };
        let error = self.error(kind, &[", options.ticket failed"], "nothing was sent", details);
        let error = error.with_cause(sanitized_cause(thrown, &self.redactor()));
        Failure { error: error.into(), kind: FailureKind::NotConnected }
    }

    fn timed_out(&self) -> Failure {
        let detail = [", no complete response within ", &self.timeout_ms.to_string(), " ms"];
        let hint = self.request.operation.hint_if_uncertain();
        let error = self.error(ErrorKind::Timeout, &detail, hint, self.details());
        Failure { error: error.into(), kind: FailureKind::TimedOut }
    }

    fn not_a_response(&self, value: &JsValue) -> Failure {
        let received = if value.is_object() { "an object without a status" } else { describe(value) };
        let detail = [": expected fetch to resolve to a Response, got ", received];
        let error = self.error(ErrorKind::InvalidResponse, &detail, "check the fetch in use", self.details());
        Failure { error: error.into(), kind: FailureKind::Final }
    }

    fn invalid_response(&self, response: &Response, problem: &[&str]) -> Failure {
        let detail = [": ", &problem.concat()];
        let kind = ErrorKind::InvalidResponse;
        let hint = self.request.operation.hint(kind, self.server);
        let error = self.error(kind, &detail, hint, self.details_of(response));
        Failure { error: error.into(), kind: FailureKind::Final }
    }

    fn error(&self, kind: ErrorKind, detail: &[&str], hint: &str, details: Details) -> Error {
        let detail = [&self.request.line(), &*detail.concat()];
        Error::new(kind, self.request.operation.name(), &detail, hint, details)
    }

    fn details(&self) -> Details {
        Details {
            operation: self.request.operation.public_name(),
            request_id: self.request_id.clone(),
            attempts: self.number,
            ..Details::default()
        }
    }

    fn details_of(&self, response: &Response) -> Details {
        let status = (response.status != 0).then_some(response.status.into());
        Details { status, request_id: self.request_id_of(response), ..self.details() }
    }

    /// The server's `{"message"}` (Python SDK), without secrets.
    fn server_message(&self, body: &Body) -> Option<String> {
        let Body::Text(text) = body else { return None };
        let message = JsonValue::parse(text)?.member("message")?.start_of_text()?;
        (!message.is_empty()).then(|| self.redactor().redact(&message))
    }
}

/// Classifies a status that is not a success, as the official SDKs do.
fn kind_of_status(status: u16) -> ErrorKind {
    match status {
        400 | 422 => ErrorKind::InvalidData,
        401 => ErrorKind::WrongCredentials,
        403 => ErrorKind::ResourceForbidden,
        404 => ErrorKind::NoSuchResource,
        409 => ErrorKind::ResourceAlreadyExists,
        429 => ErrorKind::RateLimited,
        500..=599 => ErrorKind::Internal,
        _ => ErrorKind::UnexpectedStatus,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
