//! Errors: their kinds and messages, and what is redacted from them.

mod cause;
mod error;
mod kind;
mod redact;

pub(crate) use cause::{sanitized_cause, says_not_connected};
pub(crate) use error::{Details, Error};
pub(crate) use kind::ErrorKind;
pub(crate) use redact::Redactor;
