//! Judges what came of an attempt: a success with its body, or an error that says what to do and how it bears on a retry.

use js_sys::Date;
use wasm_bindgen::prelude::*;

use crate::api::{self, Call, Mismatch};
use crate::arguments::describe;
use crate::base_url::BaseUrl;
use crate::cause;
use crate::error::{Details, Error, Kind};
use crate::fetch::{Answer, Body};
use crate::json::JsJson;
use crate::operation::{Effect, Operation};
use crate::redact::Secrets;
use crate::retry::Symptom;
use crate::retry_after;
use crate::wire::Json;

/// Makes the result of a call out of the object that came back.
pub(crate) type Read = dyn Fn(&JsJson) -> Result<JsValue, Mismatch>;

/// The attempt that is judged.
pub(crate) struct Attempt<'a> {
    pub(crate) call: &'a Call,
    pub(crate) base_url: &'a BaseUrl,
    /// The password and the auth header.
    pub(crate) credentials: &'a [String],
    /// Which one it is, from 1.
    pub(crate) number: u32,
    pub(crate) timeout_ms: u32,
}

/// A failed attempt.
pub(crate) struct Failed {
    pub(crate) error: Error,
    pub(crate) symptom: Symptom,
}

impl Attempt<'_> {
    /// Any 2xx is a success, and so is finding nothing left to delete when an earlier attempt may have deleted it.
    pub(crate) fn judge(&self, answer: &Answer, read: &Read) -> Result<JsValue, Failed> {
        if answer.is_redirect {
            return Err(self.redirected(answer));
        }
        let deleted_before = answer.status == 404 && self.number > 1 && self.effect() == Effect::Deletes;
        if (200..300).contains(&answer.status) || deleted_before {
            return self.succeeded(answer, read);
        }
        Err(self.refused(answer))
    }

    /// Nothing came back: fetch threw.
    pub(crate) fn thrown(&self, thrown: &JsValue) -> Failed {
        let unreached = cause::says_unreached(thrown);
        let symptom = if unreached { Symptom::Unreached } else { Symptom::Broken };
        self.disconnected(thrown, symptom)
    }

    /// No whole answer came in time.
    pub(crate) fn timed_out(&self) -> Failed {
        let finding = [&self.request(), ", no whole answer within ", &self.timeout_ms.to_string(), " ms"].concat();
        let error = self.error(Kind::Timeout, &finding, self.after_uncertainty(), self.details());
        Failed { error, symptom: Symptom::TimedOut }
    }

    /// fetch gave something that can't be read as a Response.
    pub(crate) fn no_response(&self, value: &JsValue) -> Failed {
        let found = if value.is_object() { "an object without a readable status" } else { describe(value) };
        let finding = [&self.request(), ": expected fetch to give a Response, got ", found].concat();
        let error = self.error(Kind::InvalidResponse, &finding, "check the fetch in use", self.details());
        Failed { error, symptom: Symptom::Final }
    }

    /// The id that the server gave the request, without secrets.
    pub(crate) fn request_id(&self, answer: &Answer) -> Option<String> {
        let id = answer.header("x-request-id").or_else(|| answer.header("request-id"))?;
        Some(self.secrets().redact_id(&id))
    }

    fn succeeded(&self, answer: &Answer, read: &Read) -> Result<JsValue, Failed> {
        let found = match &answer.body {
            // What the API promises no body for has succeeded, whatever became of the body.
            _ if self.effect() == Effect::Deletes => return Ok(JsValue::UNDEFINED),
            Body::Broken(thrown) => return Err(self.disconnected(thrown, Symptom::Broken)),
            Body::TimedOut => return Err(self.timed_out()),
            Body::Text(text) => match object(text) {
                Ok(json) => return read(&json).map_err(|mismatch| self.mismatched(answer, &mismatch)),
                Err(found) => found,
            },
            Body::TooLong => "a body of more than 1 MiB",
            Body::Unreadable => "a body that was read before, is locked or can't be read",
            Body::NotText => "a body that is not UTF-8 text",
        };
        Err(self.invalid(answer, &["expected a JSON object, got ", found]))
    }

    fn refused(&self, answer: &Answer) -> Failed {
        let kind = Kind::of_status(answer.status);
        let mut details = self.details_of(answer);
        details.retry_after_ms = retry_after_ms(answer);
        details.server_message = self.server_message(&answer.body);
        let symptom = Symptom::Answered { status: answer.status, retry_after_ms: details.retry_after_ms };
        let mut finding = [&self.request(), " answered ", &answer.status.to_string()].concat();
        if let Some(message) = &details.server_message {
            finding.extend([": \"", message, "\""]);
        }
        Failed { error: self.error(kind, &finding, self.advice(kind), details), symptom }
    }

    fn redirected(&self, answer: &Answer) -> Failed {
        let target = answer.header("location").and_then(|target| self.base_url.origin_of_redirect(&target));
        let target = target.map_or("a hidden target".to_owned(), |target| self.secrets().redact_origin(&target));
        let finding = [&self.request(), " answered with a redirect to ", &target].concat();
        let advice = "it would carry the credentials along; set baseUrl to where the API is served";
        let error = self.error(Kind::Redirect, &finding, advice, self.details_of(answer));
        Failed { error, symptom: Symptom::Final }
    }

    fn disconnected(&self, thrown: &JsValue, symptom: Symptom) -> Failed {
        let finding = [&self.request(), " at ", self.base_url.origin()].concat();
        let advice = match symptom {
            Symptom::Unreached => "check the network and baseUrl",
            _ => self.after_uncertainty(),
        };
        let cause = cause::sanitized(thrown, &self.secrets());
        let error = self.error(Kind::Connection, &finding, advice, self.details()).caused_by(cause);
        Failed { error, symptom }
    }

    fn mismatched(&self, answer: &Answer, Mismatch { field, expected, found }: &Mismatch) -> Failed {
        self.invalid(answer, &["expected the field ", field, " to be ", expected, ", got ", found])
    }

    fn invalid(&self, answer: &Answer, problem: &[&str]) -> Failed {
        let kind = Kind::InvalidResponse;
        let message =
            [self.call.operation.name(), ": ", kind.finding(), " (", &self.request(), ": ", &problem.concat(), ")"];
        Failed { error: Error::new(kind, message.concat(), self.details_of(answer)), symptom: Symptom::Final }
    }

    fn error(&self, kind: Kind, finding: &str, advice: &str, details: Details) -> Error {
        let message = [self.call.operation.name(), ": ", kind.finding(), " (", finding, "); ", advice].concat();
        Error::new(kind, message, details)
    }

    fn advice(&self, kind: Kind) -> &'static str {
        match (kind, self.call.operation) {
            (Kind::InvalidData, _) => "check the arguments",
            (Kind::WrongCredentials, _) => "check the username and password given to Verigator",
            (Kind::ResourceForbidden, _) => "it belongs to another account",
            (Kind::NoSuchResource, Operation::VerifyPin) => "check the ids, and start an authentication first",
            (Kind::NoSuchResource, _) => "check the ids",
            (Kind::ResourceAlreadyExists, Operation::DeleteService) => "delete its users first",
            (Kind::ResourceAlreadyExists, _) if self.number > 1 => "an earlier attempt of this call may have succeeded",
            (Kind::ResourceAlreadyExists, _) => "use the one that exists",
            (Kind::RateLimited, _) => "wait before trying again",
            (Kind::Internal, _) => "try again later",
            _ => "expected a status from 200 to 299",
        }
    }

    /// What to say where it is not known whether the server did what it was asked.
    fn after_uncertainty(&self) -> &'static str {
        match self.effect() {
            Effect::Reads | Effect::Deletes => "check the network and baseUrl, or try again",
            Effect::Creates => "it was not repeated, since it may have succeeded",
            Effect::Spends => "it was not repeated, since the message may be out or the PIN judged",
        }
    }

    fn effect(&self) -> Effect {
        self.call.operation.effect()
    }

    fn secrets(&self) -> Secrets {
        let texts = self.credentials.iter().chain(&self.call.secret).cloned().collect();
        Secrets { texts, any_pin: self.effect() == Effect::Spends }
    }

    fn request(&self) -> String {
        [self.call.method, " ", &self.call.path].concat()
    }

    fn details(&self) -> Details {
        Details { operation: Some(self.call.operation.name()), attempts: self.number, ..Details::default() }
    }

    fn details_of(&self, answer: &Answer) -> Details {
        let status = (answer.status != 0).then_some(answer.status);
        Details { status, request_id: self.request_id(answer), ..self.details() }
    }

    fn server_message(&self, body: &Body) -> Option<String> {
        let Body::Text(text) = body else { return None };
        let message = api::error_message(&JsJson::parse(text)?)?;
        Some(self.secrets().redact(&message))
    }
}

/// What the text stands for, or what it is where that is no object.
fn object(text: &JsValue) -> Result<JsJson, &'static str> {
    JsJson::parse_object(text).ok_or_else(|| match JsJson::parse(text) {
        Some(json) => json.describe(),
        None if text == "" => "an empty body",
        None => "a body that is not JSON",
    })
}

fn retry_after_ms(answer: &Answer) -> Option<u32> {
    retry_after::milliseconds(&answer.header("retry-after")?, Date::now(), Date::parse)
}
