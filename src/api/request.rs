//! A request before it is sent: what it asks for, its path and its body.

use serde::Serialize;

use crate::errors::ErrorKind;

/// The largest response body that is read, unless an endpoint says otherwise.
const MAX_RESPONSE_BYTES: u32 = 1 << 20;

/// A request to one endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) operation: Operation,
    pub(crate) method: &'static str,
    /// The path below the base URL.
    pub(crate) path: String,
    /// The members of the JSON object that is sent, or the query of the Number Verification API. Empty for a request that has none.
    pub(crate) parameters: Vec<Parameter>,
    /// The largest response body that is read.
    pub(crate) max_response_bytes: u32,
}

/// A name of the API's, and the text. No endpoint takes anything but texts.
pub(crate) type Parameter = (&'static str, String);

/// The parameters that hold a PIN or a phone number.
const SECRETS: [&str; 4] = ["token", "phone_number", "pin", "to"];

/// How a user proves who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum AuthenticationMethod {
    Totp,
    Sms,
}

impl Request {
    pub(super) fn new(operation: Operation, method: &'static str, path: String) -> Request {
        Request { operation, method, path, parameters: Vec::new(), max_response_bytes: MAX_RESPONSE_BYTES }
    }

    pub(super) fn with(self, parameters: impl Into<Vec<Parameter>>) -> Request {
        Request { parameters: parameters.into(), ..self }
    }

    /// Ends the path with a slash, for servers that redirect any other path.
    pub(crate) fn with_slash(mut self, has_slash: bool) -> Request {
        if has_slash {
            self.path.push('/');
        }
        self
    }

    /// The method and the path, as messages show them.
    pub(crate) fn line(&self) -> String {
        [self.method, " ", &self.path].concat()
    }

    /// The PIN or the phone number, which must be shown nowhere.
    pub(crate) fn secret(&self) -> Option<&str> {
        let (_, secret) = self.parameters.iter().find(|(name, _)| SECRETS.contains(name))?;
        Some(secret)
    }
}

/// One operation of the API, or of a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    CreateService,
    GetService,
    DeleteService,
    RegisterUser,
    GetUser,
    GetUsers,
    DeleteUser,
    AuthenticateUsingTotp,
    AuthenticateUsingSms,
    VerifyPin,
    /// Only a gateway has this one.
    GatewayStatus,
    /// Only the Number Verification API has this one.
    VerifyNumber,
}

/// What happens if a request is sent twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Idempotency {
    /// Nothing: it only reads.
    Read,
    /// Nothing more: a deleted resource stays deleted.
    Delete,
    /// A second resource, a second paid SMS, or a second PIN attempt.
    NotIdempotent,
}

/// Who answers: the Verigator API, a gateway in front of it, or the Number Verification API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Server {
    Api,
    Gateway,
    NumberVerification,
}

impl Operation {
    /// The name of the JavaScript method, for messages.
    pub(crate) fn name(self) -> &'static str {
        self.public_name().unwrap_or("status")
    }

    /// The name in the public type `Operation`, which has none for a gateway's `status`.
    pub(crate) fn public_name(self) -> Option<&'static str> {
        Some(match self {
            Operation::CreateService => "createService",
            Operation::GetService => "getService",
            Operation::DeleteService => "deleteService",
            Operation::RegisterUser => "registerUser",
            Operation::GetUser => "getUser",
            Operation::GetUsers => "getUsers",
            Operation::DeleteUser => "deleteUser",
            Operation::AuthenticateUsingTotp => "authenticateUsingTotp",
            Operation::AuthenticateUsingSms => "authenticateUsingSms",
            Operation::VerifyPin => "verifyPin",
            Operation::VerifyNumber => "verifyNumber",
            Operation::GatewayStatus => return None,
        })
    }

    pub(crate) fn idempotency(self) -> Idempotency {
        match self {
            Operation::GetService | Operation::GetUser | Operation::GetUsers | Operation::GatewayStatus => {
                Idempotency::Read
            }
            Operation::DeleteService | Operation::DeleteUser => Idempotency::Delete,
            Operation::CreateService
            | Operation::RegisterUser
            | Operation::AuthenticateUsingTotp
            | Operation::AuthenticateUsingSms
            | Operation::VerifyPin
            | Operation::VerifyNumber => Idempotency::NotIdempotent,
        }
    }

    /// Whether a PIN that the client does not know may appear in what comes back.
    pub(crate) fn concerns_pin(self) -> bool {
        matches!(
            self,
            Operation::AuthenticateUsingTotp
                | Operation::AuthenticateUsingSms
                | Operation::VerifyPin
                | Operation::VerifyNumber
        )
    }

    /// What the caller can do about a status that is not a success, or about a success that cannot be decoded.
    pub(crate) fn hint(self, kind: ErrorKind, server: Server) -> &'static str {
        let is_idempotent = self.idempotency() != Idempotency::NotIdempotent;
        match (kind, self) {
            (ErrorKind::InvalidData, _) => "check the arguments",
            (ErrorKind::WrongCredentials, _) if server == Server::Gateway => {
                "log in again: the ticket or the session is missing or has expired"
            }
            (ErrorKind::WrongCredentials, _) => "check the username and the password",
            (ErrorKind::ResourceForbidden, _) if server == Server::Gateway => {
                "the gateway does not allow this origin, or its challenge failed"
            }
            (ErrorKind::ResourceForbidden, _) => "it belongs to another account",
            (ErrorKind::NoSuchResource, Operation::VerifyPin) if server == Server::NumberVerification => {
                "check the verification id, or call verifyNumber again"
            }
            (ErrorKind::NoSuchResource, Operation::VerifyPin) => "check the ids, and start an authentication first",
            (ErrorKind::NoSuchResource, _) => "check the ids",
            (ErrorKind::ResourceAlreadyExists, Operation::DeleteService) => "delete its users first",
            (ErrorKind::ResourceAlreadyExists, _) => "use the existing one",
            (ErrorKind::RateLimited, _) => "wait before you try again",
            (ErrorKind::Internal, _) if is_idempotent => "try again later",
            (ErrorKind::InvalidResponse, _) if is_idempotent => "",
            _ => self.hint_if_uncertain(),
        }
    }

    /// What the caller can do if the server may or may not have acted.
    pub(crate) fn hint_if_uncertain(self) -> &'static str {
        match self.idempotency() {
            Idempotency::Read | Idempotency::Delete => "check the network and baseUrl, or try again",
            Idempotency::NotIdempotent if self.concerns_pin() => {
                "it was not retried, since the message may have been sent or the PIN checked"
            }
            Idempotency::NotIdempotent => "it was not retried, since it may have succeeded",
        }
    }
}

pub(super) const SERVICES: &str = "/v1/service/service";

/// An id that can be one segment of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Id(String);

/// Why a text cannot be an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InvalidId {
    Empty,
    /// `.` or `..`, which a URL parser resolves to another path.
    Dots,
}

impl Id {
    pub(crate) fn parse(text: String) -> Result<Id, InvalidId> {
        match text.as_str() {
            "" => Err(InvalidId::Empty),
            "." | ".." => Err(InvalidId::Dots),
            _ => Ok(Id(text)),
        }
    }

    /// The id of the user who is logging in, for a gateway, which knows who that is.
    pub(crate) fn me() -> Id {
        Id("me".to_owned())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The id percent-encoded, so that it stays one segment whatever it holds.
    fn segment(&self) -> String {
        percent_encode(&self.0)
    }
}

/// Returns the parameters as the query of a URL.
pub(crate) fn query(parameters: &[Parameter]) -> String {
    let mut query = String::new();
    for (name, value) in parameters {
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(name);
        query.push('=');
        query.push_str(&percent_encode(value));
    }
    query
}

/// Encodes a text as one segment of a path, or as one value of a query.
pub(crate) fn percent_encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.extend([byte >> 4, byte & 0xf].map(hexadecimal));
        }
    }
    encoded
}

pub(super) fn service_path(service: &Id) -> String {
    [SERVICES, "/", &service.segment()].concat()
}

/// The path of a user, below which their authentication is.
pub(crate) fn user_path(service: &Id, user: &Id) -> String {
    [&service_path(service), "/users/", &user.segment()].concat()
}

fn hexadecimal(digit: u8) -> char {
    char::from(if digit < 10 { b'0' + digit } else { b'A' + digit - 10 })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
