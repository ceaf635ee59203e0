use crate::http::{Delivery, DeliveryMode, Response};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::{self, Formatter};

/// An unfinished JSON document.
const MALFORMED_BODY: &str = r#"{"malformed":"#;

/// Headers that belong to one connection or frame the body. A wrong one would break the response itself.
const FRAMING_HEADERS: [&str; 9] = [
    "connection",
    "content-length",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "http2-settings",
];

/// The longest delay that JavaScript timers support.
const MAX_DELAY_MS: u64 = 2_147_483_647;

/// The deepest body of a fault. serde parses no JSON that is nested deeper than 127 levels, and a snapshot nests the body a few levels deeper.
const MAX_BODY_DEPTH: usize = 100;

/// A failure to inject.
///
/// `status`, `connection`, `hang` and `redirect` replace the handling of the request; the others change the response after it was handled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields, expecting = "an object with the field kind")]
pub(crate) enum Fault {
    Status {
        #[serde(deserialize_with = "deserialize_status")]
        status: u16,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<Value>,
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        headers: BTreeMap<String, String>,
    },
    Connection,
    Delay {
        #[serde(deserialize_with = "deserialize_milliseconds")]
        milliseconds: u64,
    },
    Hang,
    Malformed,
    Truncated,
    Redirect {
        location: String,
    },
}

impl Fault {
    /// Checks the values that the types do not restrict. The error says what was expected.
    pub(crate) fn validate(&self) -> Result<(), &'static str> {
        match self {
            Self::Status { status, .. } if !(200..=599).contains(status) => Err("expected a status from 200 to 599"),
            Self::Status { headers, .. }
                if !headers.iter().all(|(name, value)| is_token(name) && is_printable(value)) =>
            {
                Err("expected header names that are HTTP tokens and values in printable ASCII")
            }
            Self::Status { headers, .. } if headers.keys().any(|name| is_framing(name)) => Err(
                "expected no headers that frame the response, such as content-length, transfer-encoding and connection",
            ),
            Self::Status { body: Some(body), .. } if depth(body) > MAX_BODY_DEPTH => {
                Err("expected a body that is nested at most 100 levels deep")
            }
            Self::Delay { milliseconds } if *milliseconds > MAX_DELAY_MS => {
                Err("expected at most 2147483647 milliseconds")
            }
            Self::Redirect { location } if !is_printable(location) => Err("expected a location in printable ASCII"),
            _ => Ok(()),
        }
    }

    /// Applies the fault to a request that `handle` handles.
    pub(crate) fn apply(&self, handle: impl FnOnce() -> Delivery) -> Delivery {
        match self {
            Self::Status { status, body, headers } => status_response(*status, body.as_ref(), headers).into(),
            Self::Redirect { location } => Response::empty(302).with_header("location", location).into(),
            Self::Connection => Delivery::immediate(DeliveryMode::ConnectionError),
            Self::Hang => Delivery::immediate(DeliveryMode::Hang),
            Self::Delay { milliseconds } => Delivery { delay_ms: *milliseconds, ..handle() },
            Self::Malformed => malform(handle()),
            Self::Truncated => truncate(handle()),
        }
    }
}

fn status_response(status: u16, body: Option<&Value>, headers: &BTreeMap<String, String>) -> Response {
    let response = match body {
        _ if !Response::may_have_body(status) => Response::empty(status),
        Some(Value::String(text)) => Response::text(status, "text/plain;charset=utf-8", text.clone()),
        Some(body) => Response::json(status, body),
        None => Response::message(status, "injected fault"),
    };
    headers.iter().fold(response, |response, (name, value)| response.replacing_header(name, value))
}

/// Expects an integer by a description. serde's own visitors name types of Rust in their errors.
struct IntegerVisitor(&'static str);

impl Visitor<'_> for IntegerVisitor {
    type Value = u64;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }

    fn visit_u64<E>(self, number: u64) -> Result<u64, E> {
        Ok(number)
    }
}

fn deserialize_status<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let status = deserializer.deserialize_u64(IntegerVisitor("an integer from 200 to 599 as status"))?;
    // A larger number is as invalid as the largest one.
    Ok(u16::try_from(status).unwrap_or(u16::MAX))
}

fn deserialize_milliseconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    deserializer.deserialize_u64(IntegerVisitor("an integer from 0 to 2147483647 as milliseconds"))
}

/// Returns how many arrays and objects contain each other, the value included.
fn depth(value: &Value) -> usize {
    let deepest = match value {
        Value::Array(items) => items.iter().map(depth).max(),
        Value::Object(fields) => fields.values().map(depth).max(),
        _ => return 0,
    };
    1 + deepest.unwrap_or_default()
}

fn malform(mut delivery: Delivery) -> Delivery {
    if let Some(response) = delivery.response_mut() {
        *response = Response::text(response.status, "application/json", MALFORMED_BODY.to_owned());
    }
    delivery
}

fn truncate(delivery: Delivery) -> Delivery {
    let mode = match delivery.mode {
        // Its length of 0 would announce nothing that could be missing.
        DeliveryMode::Complete(response) if response.body.is_empty() => DeliveryMode::ConnectionError,
        DeliveryMode::Complete(response) => {
            let length = response.body.len();
            DeliveryMode::Truncated(response.with_header("content-length", &length.to_string()), length / 2)
        }
        other => other,
    };
    Delivery { mode, ..delivery }
}

fn is_framing(name: &str) -> bool {
    FRAMING_HEADERS.iter().any(|framing| framing.eq_ignore_ascii_case(name))
}

fn is_token(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

fn is_printable(value: &str) -> bool {
    value.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}
