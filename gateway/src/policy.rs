//! The limits that the operator sets.

use std::fmt::{self, Display, Formatter};

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

/// The most sends that a time window may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with count and seconds")]
pub struct SendLimit {
    /// Sends within any window.
    #[serde(deserialize_with = "count_from_0")]
    pub count: u64,
    /// Length of the window in milliseconds.
    #[serde(rename = "seconds", serialize_with = "as_seconds", deserialize_with = "seconds")]
    pub window_ms: u64,
}

/// When a user is locked out, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with failures and seconds")]
pub struct Lockout {
    /// Failed authentications in a row.
    #[serde(deserialize_with = "count_from_1")]
    pub failures: u64,
    /// Length of the lockout in milliseconds.
    #[serde(rename = "seconds", serialize_with = "as_seconds", deserialize_with = "seconds")]
    pub duration_ms: u64,
}

/// All limits of a gateway. As JSON it has the names and the units of the contract; the defaults are the contract's, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Policy {
    /// Cooldowns before the first, second, third … repeated send in milliseconds, the last for all further ones; empty for none.
    #[serde(
        rename = "resendCooldownSeconds",
        serialize_with = "as_list_of_seconds",
        deserialize_with = "list_of_seconds"
    )]
    pub resend_cooldowns_ms: Vec<u64>,
    /// Wrong PINs that use up an authentication.
    #[serde(deserialize_with = "count_from_1")]
    pub max_attempts: u64,
    /// Sends to one user.
    pub sends_per_user: SendLimit,
    /// Sends requested from one address.
    pub sends_per_address: SendLimit,
    /// Sends of the whole gateway.
    pub sends_global: SendLimit,
    /// Failed authentications until a user is locked out.
    pub lockout: Lockout,
    /// How long an authentication stays active, in milliseconds.
    #[serde(rename = "authenticationSeconds", serialize_with = "as_seconds", deserialize_with = "seconds")]
    pub authentication_ms: u64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            resend_cooldowns_ms: vec![30_000, 60_000, 120_000],
            max_attempts: 5,
            sends_per_user: SendLimit { count: 3, window_ms: 600_000 },
            sends_per_address: SendLimit { count: 10, window_ms: 3_600_000 },
            sends_global: SendLimit { count: 1_000, window_ms: 3_600_000 },
            lockout: Lockout { failures: 10, duration_ms: 3_600_000 },
            authentication_ms: 600_000,
        }
    }
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
        let mut options = serde_json::to_value(Self::default()).map_err(|error| invalid(error.to_string()))?;
        overlay(&mut options, given);
        serde_path_to_error::deserialize(options).map_err(|error| invalid(error.to_string()))
    }

    /// How long to wait after the given number of consecutive sends, counted from 1.
    pub(crate) fn cooldown_ms(&self, consecutive_sends: u64) -> u64 {
        let last = self.resend_cooldowns_ms.len().saturating_sub(1);
        let index = usize::try_from(consecutive_sends.saturating_sub(1)).unwrap_or(last).min(last);
        self.resend_cooldowns_ms.get(index).copied().unwrap_or(0)
    }
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

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let expected = "seconds, from 0.001 to a hundred years";
    let seconds = NumberIn { from: 0.001, to: MAX_SECONDS, is_whole: false, expected };
    deserializer.deserialize_any(seconds).map(milliseconds)
}

fn list_of_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u64>, D::Error> {
    let is_cooldown = |seconds: &f64| (0.0..=MAX_SECONDS).contains(seconds);
    let list = Vec::<f64>::deserialize(deserializer).ok().filter(|list| list.iter().all(is_cooldown));
    let list = list.ok_or_else(|| de::Error::custom("expected a list of seconds, each from 0 to a hundred years"))?;
    Ok(list.into_iter().map(milliseconds).collect())
}

fn milliseconds(seconds: f64) -> u64 {
    (seconds * 1000.0).round() as u64
}

fn as_seconds<S: Serializer>(milliseconds: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(*milliseconds as f64 / 1000.0)
}

fn as_list_of_seconds<S: Serializer>(list: &[u64], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(list.iter().map(|milliseconds| *milliseconds as f64 / 1000.0))
}
