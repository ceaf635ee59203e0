use proptest::prelude::*;
use serde_json::{Value, json};

use super::authentication::VerificationStatus;
use super::*;

fn id(text: &str) -> Id {
    Id::parse(text.to_owned()).unwrap()
}

/// Checks the operation, the request line and the body.
#[track_caller]
fn sends(request: &Request, operation: Operation, line: &str, body: Option<&Value>) {
    assert_eq!(request.operation, operation);
    assert_eq!(request.line(), line);
    let members = request.parameters.iter().map(|(name, value)| ((*name).to_owned(), json!(value)));
    let sent = (!request.parameters.is_empty()).then(|| Value::Object(members.collect()));
    assert_eq!(sent.as_ref(), body);
}

#[track_caller]
fn fails<T: std::fmt::Debug>(result: Decoded<T>, field: &str, expected: &str, received: &str) {
    let error = result.unwrap_err();
    assert_eq!((error.field.as_str(), error.expected, error.received), (field, expected, received));
}

mod requests;
mod responses;
