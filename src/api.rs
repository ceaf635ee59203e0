//! The nine calls of the API: what each sends, and what each answer must look like.
//!
//! Nothing here does I/O or knows JavaScript. Source of the paths, bodies and shapes: the vendor's docs and both of its
//! SDKs, which agree on all that stands here (the doubled `service` included).

use crate::operation::Operation;
use crate::path::Id;
use crate::wire::{Json, Method, Outcome, Progress, Service, Status, User, Verification, object};

const SERVICES: &str = "/v1/service/service";

/// A request, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) operation: Operation,
    pub(crate) method: &'static str,
    /// Without the base URL.
    pub(crate) path: String,
    pub(crate) body: Option<String>,
    /// The PIN or the phone number in the body, which must be shown nowhere.
    pub(crate) secret: Option<String>,
}

/// What is wrong with an answer: the field, what it should be, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mismatch {
    pub(crate) field: String,
    pub(crate) expected: &'static str,
    pub(crate) found: &'static str,
}

/// Where a user is, and below it their authentication.
pub(crate) fn user_path(service: &Id, user: &Id) -> String {
    [SERVICES, "/", &service.segment(), "/users/", &user.segment()].concat()
}

pub(crate) fn create_service(name: &str, fqdn: &str) -> Call {
    call(Operation::CreateService, "POST", SERVICES.to_owned()).with(&[("fqdn", fqdn), ("name", name)])
}

pub(crate) fn get_service(service: &Id) -> Call {
    call(Operation::GetService, "GET", service_path(service))
}

pub(crate) fn delete_service(service: &Id) -> Call {
    call(Operation::DeleteService, "DELETE", service_path(service))
}

pub(crate) fn register_user(service: &Id, username: &str, phone_number: &str) -> Call {
    call(Operation::RegisterUser, "POST", service_path(service) + "/users")
        .with(&[("id_in_service", username), ("phone_number", phone_number)])
        .hiding(phone_number)
}

pub(crate) fn get_users(service: &Id) -> Call {
    call(Operation::GetUsers, "GET", service_path(service) + "/users")
}

pub(crate) fn get_user(service: &Id, user: &Id) -> Call {
    call(Operation::GetUser, "GET", user_path(service, user))
}

pub(crate) fn delete_user(user_path: &str) -> Call {
    call(Operation::DeleteUser, "DELETE", user_path.to_owned())
}

pub(crate) fn authenticate(user_path: &str, method: Method) -> Call {
    let operation = match method {
        Method::Totp => Operation::AuthenticateUsingTotp,
        Method::Sms => Operation::AuthenticateUsingSms,
    };
    call(operation, "POST", [user_path, "/auth"].concat()).with(&[("method", method.as_str())])
}

pub(crate) fn verify_pin(user_path: &str, pin: &str) -> Call {
    call(Operation::VerifyPin, "PUT", [user_path, "/auth"].concat()).with(&[("token", pin)]).hiding(pin)
}

/// Asks a gateway how far the user's authentication is. The API itself has no such call.
pub(crate) fn gateway_status(user_path: &str) -> Call {
    call(Operation::GatewayStatus, "GET", [user_path, "/auth"].concat())
}

/// Reads the answer to `create_service` and `get_service`.
pub(crate) fn service(answer: &impl Json) -> Result<Service, Mismatch> {
    Ok(Service { id: id(answer)?, name: text(answer, "name")?, ctime: text(answer, "ctime")? })
}

/// Reads the answer to `register_user` and `get_user`.
pub(crate) fn user(answer: &impl Json) -> Result<User, Mismatch> {
    Ok(User { id: id(answer)?, username: text(answer, "id_in_service")?, ctime: text(answer, "ctime")? })
}

/// Reads the answer to `get_users`. How many there are is seen from the list: the sources disagree on the name of
/// that field.
pub(crate) fn users(answer: &impl Json) -> Result<Vec<User>, Mismatch> {
    let items = optional(answer, "users", ARRAY, Json::items)?.ok_or_else(|| missing("users", ARRAY))?;
    items.iter().enumerate().map(|(index, item)| user(item).map_err(|found| found.inside(index))).collect()
}

/// Reads the answer to `authenticate`.
pub(crate) fn authentication(answer: &impl Json) -> Result<Method, Mismatch> {
    method(answer)?.ok_or_else(|| missing("method", METHODS))
}

/// Reads the answer to `verify_pin`.
pub(crate) fn verification(answer: &impl Json) -> Result<Verification, Mismatch> {
    let verified = boolean(answer, "verified")?;
    let verified = verified.ok_or_else(|| missing("verified", BOOLEAN))?;
    let outcome = if verified { Outcome::Verified } else { Outcome::Refused(status(answer)?) };
    Ok(Verification { method: method(answer)?, outcome })
}

/// Reads the answer to `gateway_status`.
pub(crate) fn progress(answer: &impl Json) -> Result<Progress, Mismatch> {
    let required = |name| boolean(answer, name)?.ok_or_else(|| missing(name, BOOLEAN));
    Ok(Progress {
        started: required("started")?,
        verified: required("verified")?,
        method: method(answer)?,
        attempts_left: optional(answer, "attemptsLeft", "a whole number", Json::whole_number)?,
        resend_at: optional(answer, "resendAt", STRING, Json::text)?,
        expires_at: optional(answer, "expiresAt", STRING, Json::text)?,
    })
}

/// Reads what the server says about an error, `{"message": …}` (Python SDK).
pub(crate) fn error_message(answer: &impl Json) -> Option<String> {
    answer.member("message")?.text().filter(|message| !message.is_empty())
}

const OBJECT: &str = "an object";
const ARRAY: &str = "an array";
const ID: &str = "a string that can be an id";
const STRING: &str = "a string";
const BOOLEAN: &str = "true or false";
const METHODS: &str = "\"sms\" or \"totp\"";

fn service_path(service: &Id) -> String {
    [SERVICES, "/", &service.segment()].concat()
}

fn call(operation: Operation, method: &'static str, path: String) -> Call {
    Call { operation, method, path, body: None, secret: None }
}

impl Call {
    fn with(mut self, members: &[(&str, &str)]) -> Call {
        self.body = Some(object(members));
        self
    }

    fn hiding(mut self, secret: &str) -> Call {
        self.secret = Some(secret.to_owned());
        self
    }
}

impl Mismatch {
    fn inside(mut self, index: usize) -> Mismatch {
        self.field = ["users[", &index.to_string(), "].", &self.field].concat();
        self
    }
}

fn status(answer: &impl Json) -> Result<Option<Status>, Mismatch> {
    let Some(status) = answer.member("status") else { return Ok(None) };
    if status.describe() != OBJECT {
        return Err(mismatch("status", OBJECT, &status));
    }
    let inside = |found: Mismatch| Mismatch { field: ["status.", &found.field].concat(), ..found };
    Ok(Some(Status {
        throttled: boolean(&status, "throttled").map_err(inside)?,
        expired: boolean(&status, "expired").map_err(inside)?,
        invalid: boolean(&status, "invalid").map_err(inside)?,
        result: optional(&status, "result", STRING, Json::text).map_err(inside)?,
    }))
}

fn method(answer: &impl Json) -> Result<Option<Method>, Mismatch> {
    optional(answer, "method", METHODS, |value| match value.text()?.as_str() {
        "totp" => Some(Method::Totp),
        "sms" => Some(Method::Sms),
        _ => None,
    })
}

fn id(answer: &impl Json) -> Result<Id, Mismatch> {
    optional(answer, "id", ID, |value| Id::parse(value.text()?).ok())?.ok_or_else(|| missing("id", ID))
}

fn text(answer: &impl Json, name: &str) -> Result<String, Mismatch> {
    optional(answer, name, STRING, Json::text)?.ok_or_else(|| missing(name, STRING))
}

fn boolean(answer: &impl Json, name: &str) -> Result<Option<bool>, Mismatch> {
    optional(answer, name, BOOLEAN, Json::boolean)
}

/// The member as `read` takes it, `None` where it is absent or null.
fn optional<J: Json, T>(
    answer: &J,
    name: &str,
    expected: &'static str,
    read: impl Fn(&J) -> Option<T>,
) -> Result<Option<T>, Mismatch> {
    let Some(value) = answer.member(name) else { return Ok(None) };
    read(&value).map(Some).ok_or_else(|| mismatch(name, expected, &value))
}

fn mismatch(field: &str, expected: &'static str, found: &impl Json) -> Mismatch {
    Mismatch { field: field.to_owned(), expected, found: found.describe() }
}

fn missing(field: &str, expected: &'static str) -> Mismatch {
    Mismatch { field: field.to_owned(), expected, found: "nothing" }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
