use crate::faults::Fault;
use crate::http::{Delivery, Response};

/// Why a request does not get what it asked for.
#[derive(Clone, Debug)]
pub(crate) enum Refusal {
    /// An error status with its message.
    Status(u16, String),
    /// The path is served by these methods only.
    NotAllowed(&'static str),
    /// A magic value asked for this outcome.
    Magic(Fault),
}

impl Refusal {
    pub(crate) fn wrong_credentials() -> Self {
        Self::Status(401, "wrong credentials: expected X-Service-Auth with a known username:password".to_owned())
    }

    pub(crate) fn forbidden(what: &str) -> Self {
        Self::Status(403, format!("{what} belongs to another account"))
    }

    pub(crate) fn not_found(what: &str) -> Self {
        Self::Status(404, format!("no such {what}"))
    }

    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::Status(409, message.into())
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::Status(422, message.into())
    }
}

impl From<Refusal> for Delivery {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Status(status, message) => Response::message(status, &message).into(),
            Refusal::NotAllowed(methods) => {
                let message = format!("this path is served by {methods} only");
                Response::message(405, &message).with_header("allow", methods).into()
            }
            Refusal::Magic(fault) => fault.deliver(|| Response::json(200, &serde_json::json!({})).into()),
        }
    }
}
