use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::path::Id;

fn id(text: &str) -> Id {
    Id::parse(text.to_owned()).unwrap()
}

/// The request as it would be written down: verb, path, body.
#[track_caller]
fn sends(call: &Call, operation: Operation, line: &str, body: Option<&Value>) {
    assert_eq!(call.operation, operation);
    assert_eq!([call.method, " ", &call.path].concat(), line);
    let sent: Option<Value> = call.body.as_deref().map(|body| serde_json::from_str(body).unwrap());
    assert_eq!(sent.as_ref(), body);
}

#[track_caller]
fn mismatches<T: std::fmt::Debug>(result: Result<T, Mismatch>, field: &str, expected: &str, found: &str) {
    let mismatch = result.unwrap_err();
    assert_eq!((mismatch.field.as_str(), mismatch.expected, mismatch.found), (field, expected, found));
}

mod answers;
mod requests;
