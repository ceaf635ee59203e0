use crate::faults::Fault;
use crate::http::{Delivery, Response};

/// A failed request, as either API reports it.
#[derive(Debug, Clone)]
pub(crate) enum ApiError {
    /// An error status with its message.
    Status(u16, String),
    /// The path exists, but only for these methods.
    MethodNotAllowed(&'static str),
    /// A magic value in the request selects this fault.
    Fault(Fault),
}

impl ApiError {
    pub(crate) fn wrong_credentials() -> Self {
        Self::Status(401, "wrong credentials: expected X-Service-Auth with a known username:password".to_owned())
    }

    pub(crate) fn forbidden(resource: &str) -> Self {
        Self::Status(403, format!("{resource} belongs to another account"))
    }

    pub(crate) fn not_found(resource: &str) -> Self {
        Self::Status(404, format!("no such {resource}"))
    }

    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::Status(409, message.into())
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::Status(422, message.into())
    }

    pub(crate) fn not_serializable() -> Self {
        Self::Status(500, "the response could not be serialized".to_owned())
    }

    /// Prefixes the message with the JSON path of the object that contains the field.
    pub(crate) fn within(self, path: &str) -> Self {
        match self {
            Self::Status(status, message) if names_field(&message) => Self::Status(status, format!("{path}.{message}")),
            Self::Status(status, message) => Self::Status(status, format!("{path}: {message}")),
            other => other,
        }
    }

    /// Returns the text of the error.
    pub(crate) fn message(self) -> String {
        match self {
            Self::Status(_, message) => message,
            Self::MethodNotAllowed(methods) => format!("this path allows {methods} only"),
            Self::Fault(_) => "a magic value selects a fault".to_owned(),
        }
    }
}

/// Returns whether a message starts with the JSON path of a field.
fn names_field(message: &str) -> bool {
    message.split_once(':').is_some_and(|(start, _)| !start.contains(' '))
}

impl From<ApiError> for Delivery {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Status(status, message) => Response::message(status, &message).into(),
            ApiError::MethodNotAllowed(methods) => {
                Response::message(405, &error.message()).with_header("allow", methods).into()
            }
            ApiError::Fault(fault) => fault.apply(|| Response::json(200, &serde_json::json!({})).into()),
        }
    }
}
