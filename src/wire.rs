//! The shapes that go over the wire, and how they are read from JSON and written as JSON.
//!
//! Answers are read through the [`Json`] trait and not by a deserialiser: in production the runtime's own
//! `JSON.parse` has built the value already, on the host the tests read the same shapes from serde_json.

use crate::path::Id;

/// A parsed JSON value, wherever it lives.
pub(crate) trait Json: Sized {
    /// The member of that name, or `None` where there is none, where it is null, and where this is no object.
    fn member(&self, name: &str) -> Option<Self>;
    /// The text, where this is one.
    fn text(&self) -> Option<String>;
    fn boolean(&self) -> Option<bool>;
    /// The number, where it is whole and not negative.
    fn whole_number(&self) -> Option<u32>;
    fn items(&self) -> Option<Vec<Self>>;
    /// What it is, with its article: `a string`.
    fn describe(&self) -> &'static str;
}

/// A service, as the API describes it (docs: create-service).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Service {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) ctime: String,
}

/// A user, as the API describes them (docs: register-user).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct User {
    pub(crate) id: Id,
    pub(crate) username: String,
    pub(crate) ctime: String,
}

/// How a user is asked to prove who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Totp,
    Sms,
}

/// The answer to a PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verification {
    pub(crate) method: Option<Method>,
    pub(crate) outcome: Outcome,
}

/// Whether the PIN was right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Verified,
    Refused(Option<Status>),
}

/// Why a PIN was refused, as the server says it (Python SDK's tests).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Status {
    pub(crate) throttled: Option<bool>,
    pub(crate) expired: Option<bool>,
    pub(crate) invalid: Option<bool>,
    pub(crate) result: Option<String>,
}

/// How far an authentication is, as a gateway says it. Times are RFC 3339.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) started: bool,
    pub(crate) verified: bool,
    pub(crate) method: Option<Method>,
    pub(crate) attempts_left: Option<u32>,
    pub(crate) resend_at: Option<String>,
    pub(crate) expires_at: Option<String>,
}

impl Method {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Method::Totp => "totp",
            Method::Sms => "sms",
        }
    }
}

impl Status {
    /// The one reason that is given to the caller: throttled wins over expired, expired over invalid. Each holds when
    /// its flag is true or `result` names it; a text that is not known counts for nothing.
    pub(crate) fn reason(&self) -> &'static str {
        let holds = |flag: Option<bool>, name: &str| {
            flag == Some(true) || self.result.as_deref().is_some_and(|result| result.eq_ignore_ascii_case(name))
        };
        if holds(self.throttled, "throttled") {
            "throttled"
        } else if holds(self.expired, "expired") {
            "expired"
        } else if holds(self.invalid, "invalid") {
            "invalid"
        } else {
            "unknown"
        }
    }
}

/// Writes an object whose members are all texts, which is every body that the API takes.
pub(crate) fn object(members: &[(&str, &str)]) -> String {
    let mut json = String::from("{");
    for (name, value) in members {
        if json.len() > 1 {
            json.push(',');
        }
        push_text(&mut json, name);
        json.push(':');
        push_text(&mut json, value);
    }
    json.push('}');
    json
}

fn push_text(json: &mut String, text: &str) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => json.extend(['\\', character]),
            '\0'..='\x1f' => push_escape(json, character),
            _ => json.push(character),
        }
    }
    json.push('"');
}

fn push_escape(json: &mut String, control: char) {
    let code = u32::from(control);
    json.push_str("\\u00");
    for digit in [code >> 4, code & 0xf] {
        json.extend(char::from_digit(digit, 16));
    }
}

#[cfg(any(test, fuzzing))]
#[cfg(not(target_arch = "wasm32"))]
mod on_host;

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
