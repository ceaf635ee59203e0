//! Classifies the outcome of an attempt: a result, or an error and what it means for a retry.

use js_sys::Date;
use wasm_bindgen::prelude::*;

use super::attempt::Attempt;
use super::json::JsonValue;
use super::response::{Body, FetchError, Response};
use super::retry::FailureKind;
use super::retry_after;
use crate::api::{DecodeError, Decoded, Idempotency, Json, Server};
use crate::errors::{Details, Error, ErrorKind, sanitized_cause, says_not_connected};
use crate::js::describe;

/// A failed attempt.
pub(super) struct Failure {
    /// A `VerigatorError`, or the reason of the caller's signal.
    pub(super) error: JsValue,
    pub(super) kind: FailureKind,
}

impl Attempt<'_> {
    pub(super) fn classify(
        &self,
        sent: Result<Response, FetchError>,
        decode: impl Fn(&JsonValue) -> Decoded<JsValue>,
    ) -> Result<JsValue, Failure> {
        match sent {
            Ok(response) => self.response(&response, decode),
            Err(FetchError::Aborted(reason)) => Err(Failure { error: reason, kind: FailureKind::Final }),
            Err(FetchError::TimedOut) => Err(self.timed_out()),
            Err(FetchError::NoTicket(kind, thrown)) => Err(self.without_ticket(kind, &thrown)),
            Err(FetchError::Thrown(thrown)) => Err(self.thrown(&thrown)),
            Err(FetchError::NotAResponse(value)) => Err(self.not_a_response(&value)),
            Err(FetchError::Refused(error)) => {
                let error = error.with_operation(self.request.operation.public_name());
                Err(Failure { error: error.into(), kind: FailureKind::Final })
            }
        }
    }

    /// Any 2xx is a success. So is a 404 to a delete that an earlier attempt may have carried out.
    fn response(
        &self,
        response: &Response,
        decode: impl Fn(&JsonValue) -> Decoded<JsValue>,
    ) -> Result<JsValue, Failure> {
        let was_deleted_before = response.status == 404 && self.may_repeat && self.is_delete();
        match response.status {
            _ if response.is_redirect => Err(self.redirected(response)),
            _ if was_deleted_before => Ok(JsValue::UNDEFINED),
            200..=299 => self.success(response, decode),
            _ => Err(self.error_status(response)),
        }
    }

    fn success(
        &self,
        response: &Response,
        decode: impl Fn(&JsonValue) -> Decoded<JsValue>,
    ) -> Result<JsValue, Failure> {
        let limit;
        let received = match &response.body {
            // The API promises no body here, so none can be wrong.
            _ if self.is_delete() => return Ok(JsValue::UNDEFINED),
            Body::Broken(thrown) => return Err(self.disconnected(thrown, FailureKind::ConnectionLost)),
            Body::TimedOut => return Err(self.timed_out()),
            Body::Text(text) => match JsonValue::parse(text).ok_or_else(|| describe_text(text)).and_then(json_object) {
                Ok(json) => return decode(&json).map_err(|error| self.undecodable(response, &error)),
                Err(received) => received,
            },
            Body::TooLong => {
                limit = ["a body of more than ", &(self.request.max_response_bytes >> 20).to_string(), " MiB"].concat();
                &limit
            }
            Body::Unreadable => "a body that was read before or has no text()",
            Body::NotText => "a body that is not UTF-8 text",
        };
        Err(self.invalid_response(response, &["expected a JSON object, got ", received]))
    }

    fn error_status(&self, response: &Response) -> Failure {
        let retry_after = response.header("retry-after");
        let retry_after_ms =
            retry_after.and_then(|header| retry_after::milliseconds(&header, Date::now(), Date::parse));
        let server_message = self.server_message(&response.body);
        let kind = ErrorKind::of_status(response.status);
        let status = response.status.to_string();
        let quoted = server_message.as_ref().map(|message| [": \"", message, "\""].concat()).unwrap_or_default();
        let details = Details { retry_after_ms, server_message, ..self.details_of(response) };
        let hint = self.request.operation.hint(kind, self.server);
        let error = self.error(kind, &[" responded with ", &status, &quoted], hint, details);
        Failure { error: error.into(), kind: FailureKind::Status { status: response.status, retry_after_ms } }
    }

    fn redirected(&self, response: &Response) -> Failure {
        let target = response.header("location").and_then(|target| self.base_url.origin_of_redirect(&target));
        let target = target.map_or("a hidden target".to_owned(), |target| self.redactor().redact_origin(&target));
        let hint = match self.server {
            Server::Api => "set baseUrl to where the API is served",
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

    fn undecodable(&self, response: &Response, DecodeError { field, expected, received }: &DecodeError) -> Failure {
        self.invalid_response(response, &["expected the field ", field, " to be ", expected, ", got ", received])
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
        Details { operation: self.request.operation.public_name(), attempts: self.number, ..Details::default() }
    }

    fn details_of(&self, response: &Response) -> Details {
        let status = (response.status != 0).then_some(response.status);
        Details { status, request_id: self.request_id(response), ..self.details() }
    }

    fn is_delete(&self) -> bool {
        self.request.operation.idempotency() == Idempotency::Delete
    }

    /// The server's `{"message"}` (Python SDK), without secrets.
    fn server_message(&self, body: &Body) -> Option<String> {
        let Body::Text(text) = body else { return None };
        let message = JsonValue::parse(text)?.member("message")?.start_of_text()?;
        (!message.is_empty()).then(|| self.redactor().redact(&message))
    }
}

fn json_object(json: JsonValue) -> Result<JsonValue, &'static str> {
    match json.describe() {
        "an object" => Ok(json),
        other => Err(other),
    }
}

fn describe_text(text: &JsValue) -> &'static str {
    if text == "" { "an empty body" } else { "a body that is not JSON" }
}
