//! The policy as the operator writes it: with the names, the units and the defaults of the contract.

use std::fmt::{self, Display, Formatter};

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::events::{Lockout, Policy, SendLimit};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with count and seconds")]
struct SendLimitOptions {
    #[serde(deserialize_with = "count_from_0")]
    count: u64,
    #[serde(deserialize_with = "seconds")]
    seconds: f64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with failures and seconds")]
struct LockoutOptions {
    #[serde(deserialize_with = "count_from_1")]
    failures: u64,
    #[serde(deserialize_with = "seconds")]
    seconds: f64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PolicyOptions {
    #[serde(deserialize_with = "list_of_seconds")]
    resend_cooldown_seconds: Vec<f64>,
    #[serde(deserialize_with = "count_from_1")]
    max_attempts: u64,
    sends_per_user: SendLimitOptions,
    sends_per_address: SendLimitOptions,
    sends_per_destination: SendLimitOptions,
    sends_global: SendLimitOptions,
    failed_pins_per_address: SendLimitOptions,
    failed_pins_reported: SendLimitOptions,
    lockout: LockoutOptions,
    #[serde(deserialize_with = "seconds")]
    authentication_seconds: f64,
}

/// The field of a policy that can't be used, and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidPolicy(String);

impl Display for InvalidPolicy {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for InvalidPolicy {}

impl Policy {
    /// Parses the operator's JSON. Absent fields keep their defaults.
    ///
    /// # Errors
    /// An unknown name or a value out of range; the error names the field.
    pub fn from_options(json: &str) -> Result<Self, InvalidPolicy> {
        let invalid = |error: String| InvalidPolicy(format!("policy.{error}"));
        let given = serde_json::from_str(json).map_err(|error| invalid(error.to_string()))?;
        let mut options = serde_json::to_value(PolicyOptions::default()).map_err(|error| invalid(error.to_string()))?;
        overlay(&mut options, given);
        let options: Result<PolicyOptions, _> = serde_path_to_error::deserialize(options);
        options.map(Self::from).map_err(|error| invalid(error.to_string()))
    }
}

impl Default for Policy {
    fn default() -> Self {
        PolicyOptions::default().into()
    }
}

impl Default for PolicyOptions {
    fn default() -> Self {
        Self {
            resend_cooldown_seconds: vec![30.0, 60.0, 120.0],
            max_attempts: 5,
            sends_per_user: SendLimitOptions { count: 3, seconds: 600.0 },
            sends_per_address: SendLimitOptions { count: 10, seconds: 3_600.0 },
            sends_per_destination: SendLimitOptions { count: 5, seconds: 3_600.0 },
            sends_global: SendLimitOptions { count: 1_000, seconds: 3_600.0 },
            failed_pins_per_address: SendLimitOptions { count: 30, seconds: 3_600.0 },
            failed_pins_reported: SendLimitOptions { count: 100, seconds: 3_600.0 },
            lockout: LockoutOptions { failures: 10, seconds: 3_600.0 },
            authentication_seconds: 600.0,
        }
    }
}

impl From<PolicyOptions> for Policy {
    fn from(options: PolicyOptions) -> Self {
        let LockoutOptions { failures, seconds } = options.lockout;
        Self {
            resend_cooldowns_ms: options.resend_cooldown_seconds.into_iter().map(milliseconds).collect(),
            max_attempts: options.max_attempts,
            sends_per_user: options.sends_per_user.into(),
            sends_per_address: options.sends_per_address.into(),
            sends_per_destination: options.sends_per_destination.into(),
            sends_global: options.sends_global.into(),
            failed_pins_per_address: options.failed_pins_per_address.into(),
            failed_pins_reported: options.failed_pins_reported.into(),
            lockout: Lockout { failures, duration_ms: milliseconds(seconds) },
            authentication_ms: milliseconds(options.authentication_seconds),
        }
    }
}

impl From<SendLimitOptions> for SendLimit {
    fn from(SendLimitOptions { count, seconds }: SendLimitOptions) -> Self {
        Self { count, window_ms: milliseconds(seconds) }
    }
}

fn milliseconds(seconds: f64) -> u64 {
    (seconds * 1000.0).round() as u64
}

/// Replaces values of `base` by those of `given`, and merges objects.
fn overlay(base: &mut Value, given: Value) {
    match (base, given) {
        (Value::Object(base), Value::Object(given)) => {
            for (name, value) in given {
                overlay(base.entry(name).or_insert(Value::Null), value);
            }
        }
        (base, given) => *base = given,
    }
}

/// A hundred years: beyond it, times would leave the range of a JavaScript number or an RFC 3339 year.
const MAX_SECONDS: f64 = 3_155_760_000.0;
const MAX_COUNT: f64 = 1_000_000.0;

/// Accepts a number within a range.
struct NumberIn {
    from: f64,
    to: f64,
    is_whole: bool,
    expected: &'static str,
}

impl Visitor<'_> for NumberIn {
    type Value = f64;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.expected)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<f64, E> {
        self.visit_f64(number as f64)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<f64, E> {
        self.visit_f64(number as f64)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<f64, E> {
        let is_good = (self.from..=self.to).contains(&number) && (!self.is_whole || number.fract() == 0.0);
        if is_good { Ok(number) } else { Err(E::invalid_value(de::Unexpected::Float(number), &self)) }
    }
}

fn count_from_0<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let expected = "a whole number from 0 to 1000000";
    let count = NumberIn { from: 0.0, to: MAX_COUNT, is_whole: true, expected };
    deserializer.deserialize_any(count).map(|number| number as u64)
}

fn count_from_1<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let expected = "a whole number from 1 to 1000000";
    let count = NumberIn { from: 1.0, to: MAX_COUNT, is_whole: true, expected };
    deserializer.deserialize_any(count).map(|number| number as u64)
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let expected = "seconds, from 0.001 to a hundred years";
    let seconds = NumberIn { from: 0.001, to: MAX_SECONDS, is_whole: false, expected };
    deserializer.deserialize_any(seconds)
}

fn list_of_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f64>, D::Error> {
    let is_cooldown = |seconds: &f64| (0.0..=MAX_SECONDS).contains(seconds);
    let list = Vec::<f64>::deserialize(deserializer).ok().filter(|list| list.iter().all(is_cooldown));
    list.ok_or_else(|| de::Error::custom("expected a list of seconds, each from 0 to a hundred years"))
}
