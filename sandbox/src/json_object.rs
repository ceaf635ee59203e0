use crate::api_error::ApiError;
use crate::timestamp::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The maximum number of characters of a string, so that a long-running server needs bounded memory (assumption).
pub(crate) const MAX_TEXT_LENGTH: usize = 1000;

/// A JSON object with typed access to its fields. Error messages never quote a value, since it may be a PIN or a password.
#[derive(Debug, Clone)]
pub(crate) struct JsonObject(Map<String, Value>);

impl JsonObject {
    /// Parses the body of a request.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, ApiError> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => Ok(Self(fields)),
            Ok(other) => Err(type_error("body", "a JSON object", Some(&other))),
            Err(_) if body.is_empty() => Err(ApiError::invalid("body: expected a JSON object, got nothing")),
            Err(_) => Err(ApiError::invalid("body: expected a JSON object, got invalid JSON")),
        }
    }

    /// Rejects fields with any other name. The error does not list those that are undocumented.
    pub(crate) fn deny_unknown_fields(self, known: &[&str], undocumented: &[&str]) -> Result<Self, ApiError> {
        match self.0.keys().map(String::as_str).find(|key| !known.contains(key) && !undocumented.contains(key)) {
            Some(key) => Err(ApiError::invalid(format!("{key}: expected only the fields {}", known.join(", ")))),
            None => Ok(self),
        }
    }

    /// Returns a field, which may be null.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Returns a required string of 1 to 1,000 characters.
    pub(crate) fn string(&self, name: &str) -> Result<String, ApiError> {
        self.optional_string(name)?.ok_or_else(|| type_error(name, "a string", None))
    }

    /// Returns an optional string of 1 to 1,000 characters.
    pub(crate) fn optional_string(&self, name: &str) -> Result<Option<String>, ApiError> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => check_text(name, text).map(|()| Some(text.clone())),
            other => Err(type_error(name, "a string", other)),
        }
    }

    /// Returns an optional integer within inclusive bounds.
    pub(crate) fn optional_integer(&self, name: &str, min: i64, max: i64) -> Result<Option<i64>, ApiError> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        match value.as_i64() {
            Some(number) if (min..=max).contains(&number) => Ok(Some(number)),
            Some(_) => {
                Err(ApiError::invalid(format!("{name}: expected an integer from {min} to {max}, got one out of range")))
            }
            None => Err(type_error(name, &format!("an integer from {min} to {max}"), Some(value))),
        }
    }

    /// Returns an optional time: RFC 3339 or milliseconds since 1970.
    pub(crate) fn optional_time(&self, name: &str) -> Result<Option<Timestamp>, ApiError> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let time = Timestamp::from_json(value);
        time.map(Some)
            .ok_or_else(|| type_error(name, "a time from 1970 to 9999, RFC 3339 or milliseconds", Some(value)))
    }

    /// Deserializes a required field that holds no secrets: errors may quote values.
    pub(crate) fn deserialize<T: DeserializeOwned>(&self, name: &str) -> Result<T, ApiError> {
        let value = self.0.get(name).cloned().unwrap_or(Value::Null);
        T::deserialize(value).map_err(|error| ApiError::invalid(format!("{name}: {error}")))
    }
}

/// Checks that a string has 1 to 1,000 characters.
pub(crate) fn check_text(name: &str, text: &str) -> Result<(), ApiError> {
    if text.is_empty() {
        return Err(ApiError::invalid(format!("{name}: expected a non-empty string, got an empty one")));
    }
    if text.chars().nth(MAX_TEXT_LENGTH).is_some() {
        return Err(ApiError::invalid(format!("{name}: expected at most {MAX_TEXT_LENGTH} characters, got more")));
    }
    Ok(())
}

/// Creates the error for a field of the wrong type.
pub(crate) fn type_error(name: &str, expected: &str, received: Option<&Value>) -> ApiError {
    let received = match received {
        None | Some(Value::Null) => "nothing",
        Some(Value::Bool(_)) => "a boolean",
        Some(Value::Number(number)) if number.is_f64() => "a fraction",
        Some(Value::Number(_)) => "a number",
        Some(Value::String(_)) => "a string",
        Some(Value::Array(_)) => "an array",
        Some(Value::Object(_)) => "an object",
    };
    ApiError::invalid(format!("{name}: expected {expected}, got {received}"))
}
