use crate::http::{Delivery, Manner, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What begins like JSON and never ends.
const MALFORMED_BODY: &str = r#"{"malformed":"#;

/// The longest delay that JavaScript's timers keep.
const MAX_DELAY_MS: u64 = 2_147_483_647;

/// Something that can go wrong with a request.
///
/// With `status`, `connection`, `hang` and `redirect` the request is never carried out; with the others it is, and the answer suffers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub(crate) enum Fault {
    Status {
        status: u16,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<Value>,
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        headers: BTreeMap<String, String>,
    },
    Connection,
    Delay {
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
    /// Says what is wrong with a fault that cannot be played.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        match self {
            Self::Status { status, .. } if !(200..=599).contains(status) => Some("expected a status from 200 to 599"),
            Self::Status { headers, .. }
                if !headers.iter().all(|(name, value)| is_token(name) && is_printable(value)) =>
            {
                Some("expected headers with plain names and printable ASCII values")
            }
            Self::Delay { milliseconds } if *milliseconds > MAX_DELAY_MS => {
                Some("expected at most 2147483647 milliseconds")
            }
            Self::Redirect { location } if !is_printable(location) => Some("expected a location of printable ASCII"),
            _ => None,
        }
    }

    /// Plays the fault on a request; `answer` carries it out.
    pub(crate) fn deliver(&self, answer: impl FnOnce() -> Delivery) -> Delivery {
        match self {
            Self::Status { status, body, headers } => status_response(*status, body.as_ref(), headers).into(),
            Self::Redirect { location } => Response::empty(302).with_header("location", location).into(),
            Self::Connection => Delivery::at_once(Manner::BrokenConnection),
            Self::Hang => Delivery::at_once(Manner::Hang),
            Self::Delay { milliseconds } => Delivery { delay_ms: *milliseconds, ..answer() },
            Self::Malformed => malformed(answer()),
            Self::Truncated => truncated(answer()),
        }
    }
}

fn status_response(status: u16, body: Option<&Value>, headers: &BTreeMap<String, String>) -> Response {
    let response = match body {
        _ if !Response::may_have_body(status) => Response::empty(status),
        Some(Value::String(text)) => Response::text(status, "text/plain;charset=utf-8", text.clone()),
        Some(body) => Response::json(status, body),
        None => Response::message(status, "a fault that was asked for"),
    };
    headers.iter().fold(response, |response, (name, value)| response.replacing_header(name, value))
}

fn malformed(mut delivery: Delivery) -> Delivery {
    if let Some(response) = delivery.response_mut() {
        *response = Response::text(response.status, "application/json", MALFORMED_BODY.to_owned());
    }
    delivery
}

fn truncated(delivery: Delivery) -> Delivery {
    let manner = match delivery.manner {
        Manner::Whole(response) => {
            let whole = response.body.len();
            Manner::Truncated(response.with_header("content-length", &whole.to_string()), whole / 2)
        }
        other => other,
    };
    Delivery { manner, ..delivery }
}

fn is_token(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

fn is_printable(value: &str) -> bool {
    value.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}
