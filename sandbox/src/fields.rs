use crate::http::Refusal;
use crate::place;
use crate::timestamp::Timestamp;
use serde_json::{Map, Value};

/// A JSON object whose fields are read one by one. No message tells a value, since it may be a PIN or a password.
#[derive(Clone, Debug)]
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    /// Reads the body of a request.
    pub(crate) fn of_body(body: &[u8]) -> Result<Self, Refusal> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => Ok(Self(fields)),
            Ok(other) => Err(expected("body", "a JSON object", Some(&other))),
            Err(_) if body.is_empty() => Err(Refusal::invalid("body: expected a JSON object, got nothing")),
            Err(_) => Err(Refusal::invalid("body: expected a JSON object, got something that is no JSON")),
        }
    }

    /// Refuses fields with other names than these.
    pub(crate) fn only(self, names: &[&str]) -> Result<Self, Refusal> {
        match self.0.keys().find(|key| !names.contains(&key.as_str())) {
            Some(_) => Err(Refusal::invalid(format!("expected no other fields than {}", names.join(", ")))),
            None => Ok(self),
        }
    }

    /// Returns a field, where it is there; it may be null.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Returns a text that has to be there and not empty.
    pub(crate) fn text(&self, name: &str) -> Result<String, Refusal> {
        self.optional_text(name)?.ok_or_else(|| expected(name, "a text", None))
    }

    /// Returns a text that may be absent, but not empty.
    pub(crate) fn optional_text(&self, name: &str) -> Result<Option<String>, Refusal> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.is_empty() => {
                Err(Refusal::invalid(format!("{name}: expected a text, got an empty one")))
            }
            Some(Value::String(text)) => Ok(Some(text.clone())),
            other => Err(expected(name, "a text", other)),
        }
    }

    /// Returns a whole number that may be absent and otherwise lies between the two, both included.
    pub(crate) fn optional_whole(&self, name: &str, least: i64, most: i64) -> Result<Option<i64>, Refusal> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        match value.as_i64() {
            Some(number) if (least..=most).contains(&number) => Ok(Some(number)),
            Some(_) => Err(Refusal::invalid(format!(
                "{name}: expected a whole number from {least} to {most}, got one outside"
            ))),
            None => Err(expected(name, &format!("a whole number from {least} to {most}"), Some(value))),
        }
    }

    /// Returns a time that may be absent: RFC 3339 or milliseconds since 1970.
    pub(crate) fn optional_time(&self, name: &str) -> Result<Option<Timestamp>, Refusal> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let time = Timestamp::from_json(value);
        time.map(Some).ok_or_else(|| expected(name, "a time from 1970 to 9999, RFC 3339 or milliseconds", Some(value)))
    }

    /// Returns an object or a list that has to be there and may hold secrets: a message tells the place, never what stands there.
    pub(crate) fn read_secretly<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, Refusal> {
        let json = self.0.get(name).unwrap_or(&Value::Null).to_string();
        place::read(json.as_bytes()).map_err(|place| Refusal::invalid(format!("{name}: broken at {place}")))
    }

    /// Returns an object or a list that has to be there and holds no secrets: a message tells what stands there.
    pub(crate) fn read<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, Refusal> {
        let value = self.0.get(name).cloned().unwrap_or(Value::Null);
        T::deserialize(value).map_err(|problem| Refusal::invalid(format!("{name}: {problem}")))
    }
}

/// Says what was expected of a field and what kind of thing came.
pub(crate) fn expected(name: &str, what: &str, got: Option<&Value>) -> Refusal {
    let kind = match got {
        None | Some(Value::Null) => "nothing",
        Some(Value::Bool(_)) => "true or false",
        Some(Value::Number(number)) if number.is_f64() => "a fraction",
        Some(Value::Number(_)) => "a number",
        Some(Value::String(_)) => "a text",
        Some(Value::Array(_)) => "a list",
        Some(Value::Object(_)) => "an object",
    };
    Refusal::invalid(format!("{name}: expected {what}, got {kind}"))
}
