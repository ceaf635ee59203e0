use crate::api_error::ApiError;
use crate::json_object::type_error;
use crate::phone_number::PhoneNumber;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Fixed PINs by phone number: every SMS to the number has this PIN.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct FixedPins(BTreeMap<PhoneNumber, String>);

impl FixedPins {
    /// Parses an object of phone numbers to PINs. Errors quote neither.
    pub(crate) fn parse(name: &str, value: &Value, pin_length: u8) -> Result<Self, ApiError> {
        let Value::Object(entries) = value else {
            return Err(type_error(name, "an object of phone number to PIN", Some(value)));
        };
        let parse_entry = |(number, pin): (&String, &Value)| {
            let number = PhoneNumber::parse(number).map_err(|error| ApiError::invalid(format!("{name}: {error}")))?;
            let pin = pin.as_str().ok_or_else(|| type_error(name, "a PIN as a string", Some(pin)))?;
            Ok((number, pin.to_owned()))
        };
        let pins = Self(entries.iter().map(parse_entry).collect::<Result<_, ApiError>>()?);
        pins.validate(pin_length).map_err(|error| ApiError::invalid(format!("{name}: {error}")))?;
        Ok(pins)
    }

    /// Checks the length and the digits of every PIN. The error says what was expected.
    pub(crate) fn validate(&self, pin_length: u8) -> Result<(), String> {
        let is_valid =
            |pin: &String| pin.len() == usize::from(pin_length) && pin.bytes().all(|byte| byte.is_ascii_digit());
        if self.0.values().all(is_valid) { Ok(()) } else { Err(format!("expected PINs of {pin_length} digits")) }
    }

    pub(crate) fn get(&self, phone_number: &PhoneNumber) -> Option<&str> {
        self.0.get(phone_number).map(String::as_str)
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
