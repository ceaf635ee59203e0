use crate::api_error::ApiError;
use crate::fixed_pins::FixedPins;
use crate::json_object::{JsonObject, type_error};
use crate::profile::Profile;
use crate::timestamp::Timestamp;
use crate::verification::tokens_match;
use serde_json::Value;
use std::collections::BTreeMap;

const NAMES: [&str; 12] = [
    "username",
    "password",
    "accounts",
    "profile",
    "seed",
    "now",
    "pinLength",
    "pinLifetimeMs",
    "maxAttempts",
    "pins",
    "seedData",
    "senders",
];

/// The options that only the server sets.
const SERVER_NAMES: [&str; 2] = ["allowedHosts", "exposed"];

/// JavaScript's `Number.MAX_SAFE_INTEGER`.
const MAX_SAFE_INTEGER: i64 = 9_007_199_254_740_991;
const YEAR_MS: i64 = 365 * 24 * 3_600_000;

/// The options of a sandbox. They never change and are not part of a snapshot.
#[derive(Debug, Clone)]
pub struct Options {
    pub(crate) username: String,
    pub(crate) password: String,
    /// Passwords by username, including the first account.
    pub(crate) accounts: BTreeMap<String, String>,
    pub(crate) profile: Profile,
    pub(crate) seed: Option<i64>,
    pub(crate) now: Option<Timestamp>,
    pub(crate) pin_length: u8,
    pub(crate) pin_lifetime_ms: i64,
    pub(crate) max_attempts: u32,
    pub(crate) pins: FixedPins,
    /// The senders that the accounts have activated for the Number Verification API, besides its own.
    pub(crate) senders: Vec<String>,
    /// Host names that are allowed besides loopback.
    pub(crate) allowed_hosts: Vec<String>,
    /// Whether other machines can reach the sandbox.
    pub(crate) is_exposed: bool,
    /// The seed data as JSON. It is parsed by the sandbox, since that needs the runtime.
    pub(crate) seed_data: Option<String>,
}

impl Options {
    /// Parses options from JSON, in the shape of the class's constructor argument.
    ///
    /// # Errors
    /// Names the field, what was expected and what was received.
    pub fn parse(json: &str) -> Result<Self, String> {
        Self::try_parse(json).map_err(ApiError::message)
    }

    /// Returns whether ids, PINs and secrets are the same on every run.
    #[must_use]
    pub fn has_seed(&self) -> bool {
        self.seed.is_some()
    }

    /// Returns whether an account has these credentials.
    pub(crate) fn has_account(&self, username: &str, password: &str) -> bool {
        self.accounts.get(username).is_some_and(|expected| tokens_match(password, expected))
    }

    fn try_parse(json: &str) -> Result<Self, ApiError> {
        let fields = JsonObject::parse(json.as_bytes())?.deny_unknown_fields(&NAMES, &SERVER_NAMES)?;
        let username = fields.optional_string("username")?.unwrap_or_else(|| "sandbox".to_owned());
        let password = fields.optional_string("password")?.unwrap_or_else(|| "sandbox".to_owned());
        let mut accounts = parse_accounts(&fields)?;
        accounts.insert(username.clone(), password.clone());
        check_usernames(&accounts)?;
        let pin_length = integer(&fields, "pinLength", 4, 10, 6)?;
        let pins = fields.get("pins").map(|pins| FixedPins::parse("pins", pins, pin_length));
        Ok(Self {
            username,
            password,
            accounts,
            profile: parse_profile(&fields)?.unwrap_or_default(),
            seed: fields.optional_integer("seed", -MAX_SAFE_INTEGER, MAX_SAFE_INTEGER)?,
            now: fields.optional_time("now")?,
            pin_length,
            pin_lifetime_ms: integer(&fields, "pinLifetimeMs", 1, YEAR_MS, 300_000)?,
            max_attempts: integer(&fields, "maxAttempts", 1, 1_000_000, 5)?,
            pins: pins.transpose()?.unwrap_or_default(),
            senders: parse_senders(&fields)?,
            allowed_hosts: parse_allowed_hosts(&fields)?,
            is_exposed: fields.get("exposed") == Some(&Value::Bool(true)),
            seed_data: fields.get("seedData").map(Value::to_string),
        })
    }
}

fn integer<T: TryFrom<i64>>(fields: &JsonObject, name: &str, min: i64, max: i64, default: i64) -> Result<T, ApiError> {
    let number = fields.optional_integer(name, min, max)?.unwrap_or(default);
    T::try_from(number).map_err(|_| ApiError::invalid(format!("{name}: expected an integer from {min} to {max}")))
}

/// Parses the optional field `profile`.
pub(crate) fn parse_profile(fields: &JsonObject) -> Result<Option<Profile>, ApiError> {
    let Some(name) = fields.optional_string("profile")? else {
        return Ok(None);
    };
    let profile = Profile::parse(&name);
    profile.map(Some).ok_or_else(|| ApiError::invalid("profile: expected docs or sdk, got another string"))
}

fn parse_accounts(fields: &JsonObject) -> Result<BTreeMap<String, String>, ApiError> {
    let Some(value) = fields.get("accounts") else {
        return Ok(BTreeMap::new());
    };
    let Value::Object(accounts) = value else {
        return Err(type_error("accounts", "an object of username to password", Some(value)));
    };
    accounts.iter().map(|(username, password)| Ok((username.clone(), parse_password(password)?))).collect()
}

fn parse_allowed_hosts(fields: &JsonObject) -> Result<Vec<String>, ApiError> {
    let Some(value) = fields.get("allowedHosts") else {
        return Ok(Vec::new());
    };
    let hosts = value.as_array().ok_or_else(|| type_error("allowedHosts", "an array of host names", Some(value)))?;
    hosts.iter().map(parse_host).collect()
}

fn parse_senders(fields: &JsonObject) -> Result<Vec<String>, ApiError> {
    let Some(value) = fields.get("senders") else {
        return Ok(Vec::new());
    };
    let senders = value.as_array().ok_or_else(|| type_error("senders", "an array of names", Some(value)))?;
    let parse = |sender: &Value| match sender {
        Value::String(name) if !name.is_empty() => Ok(name.clone()),
        other => Err(type_error("senders", "names that are not empty", Some(other))),
    };
    senders.iter().map(parse).collect()
}

fn parse_host(value: &Value) -> Result<String, ApiError> {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    match value {
        Value::String(host) if !host.is_empty() && host.bytes().all(is_allowed) => Ok(host.clone()),
        other => Err(type_error("allowedHosts", "host names without scheme and port", Some(other))),
    }
}

fn parse_password(value: &Value) -> Result<String, ApiError> {
    match value {
        Value::String(text) if !text.is_empty() => Ok(text.clone()),
        other => Err(type_error("accounts", "non-empty strings as passwords", Some(other))),
    }
}

/// The header joins username and password by a colon, so a username must not contain one.
fn check_usernames(accounts: &BTreeMap<String, String>) -> Result<(), ApiError> {
    match accounts.keys().find(|username| username.is_empty() || username.contains(':')) {
        Some(_) => Err(ApiError::invalid("username: expected a non-empty string without a colon")),
        None => Ok(()),
    }
}
