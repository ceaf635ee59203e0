//! The operations of the API, by the names of their JavaScript methods.

use crate::errors::ErrorKind;

/// One operation of the API, or of a gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
}

/// What happens if a request is sent twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Idempotency {
    /// Nothing: it only reads.
    Read,
    /// Nothing more: a deleted resource stays deleted.
    Delete,
    /// A second resource, a second paid SMS, or a second PIN attempt.
    NotIdempotent,
}

/// Who answers: the API itself, or a gateway in front of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Server {
    Api,
    Gateway,
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
            | Operation::VerifyPin => Idempotency::NotIdempotent,
        }
    }

    /// Whether a PIN that the client does not know may appear in what comes back.
    pub(crate) fn concerns_pin(self) -> bool {
        matches!(self, Operation::AuthenticateUsingTotp | Operation::AuthenticateUsingSms | Operation::VerifyPin)
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
