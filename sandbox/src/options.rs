use crate::fields::{Fields, expected};
use crate::http::Refusal;
use crate::profile::Profile;
use crate::timestamp::Timestamp;
use serde_json::Value;
use std::collections::BTreeMap;

const NAMES: [&str; 9] =
    ["username", "password", "accounts", "profile", "seed", "now", "pinLength", "pinLifetimeMs", "maxAttempts"];

/// The greatest whole number that JavaScript tells from its neighbours.
const MAX_SAFE_INTEGER: i64 = 9_007_199_254_740_991;
const YEAR_MS: i64 = 365 * 24 * 3_600_000;

/// How a sandbox is set up. It does not change while the sandbox lives and is no part of a snapshot.
#[derive(Clone, Debug)]
pub struct Options {
    pub(crate) username: String,
    pub(crate) password: String,
    /// Passwords by username, the first account included.
    pub(crate) accounts: BTreeMap<String, String>,
    pub(crate) profile: Profile,
    pub(crate) seed: Option<i64>,
    pub(crate) now: Option<Timestamp>,
    pub(crate) pin_length: u8,
    pub(crate) pin_lifetime_ms: i64,
    pub(crate) max_attempts: u32,
}

impl Options {
    /// Reads options from JSON, as the class `Sandbox` takes them.
    ///
    /// # Errors
    /// A message that names the field, what was expected and what kind of thing came.
    pub fn parse(json: &str) -> Result<Self, String> {
        Self::read(json).map_err(|refusal| match refusal {
            Refusal::Status(_, message) => message,
            Refusal::NotAllowed(_) | Refusal::Magic(_) => "expected options".to_owned(),
        })
    }

    /// Says whether the options make all draws the same on every run.
    #[must_use]
    pub fn has_seed(&self) -> bool {
        self.seed.is_some()
    }

    fn read(json: &str) -> Result<Self, Refusal> {
        let fields = Fields::of_body(json.as_bytes())?.only(&NAMES)?;
        let username = fields.optional_text("username")?.unwrap_or_else(|| "sandbox".to_owned());
        let password = fields.optional_text("password")?.unwrap_or_else(|| "sandbox".to_owned());
        let mut accounts = read_accounts(&fields)?;
        accounts.insert(username.clone(), password.clone());
        check_usernames(&accounts)?;
        Ok(Self {
            username,
            password,
            accounts,
            profile: read_profile(&fields)?.unwrap_or_default(),
            seed: fields.optional_whole("seed", -MAX_SAFE_INTEGER, MAX_SAFE_INTEGER)?,
            now: fields.optional_time("now")?,
            pin_length: whole(&fields, "pinLength", 4, 10, 6)?,
            pin_lifetime_ms: whole(&fields, "pinLifetimeMs", 1, YEAR_MS, 300_000)?,
            max_attempts: whole(&fields, "maxAttempts", 1, 1_000_000, 5)?,
        })
    }
}

fn whole<T: TryFrom<i64>>(fields: &Fields, name: &str, least: i64, most: i64, default: i64) -> Result<T, Refusal> {
    let number = fields.optional_whole(name, least, most)?.unwrap_or(default);
    T::try_from(number).map_err(|_| Refusal::invalid(format!("{name}: expected a whole number from {least} to {most}")))
}

/// Reads the field `profile`, where it is there.
pub(crate) fn read_profile(fields: &Fields) -> Result<Option<Profile>, Refusal> {
    let Some(name) = fields.optional_text("profile")? else {
        return Ok(None);
    };
    let profile = Profile::parse(&name);
    profile.map(Some).ok_or_else(|| Refusal::invalid("profile: expected docs or sdk, got another text"))
}

fn read_accounts(fields: &Fields) -> Result<BTreeMap<String, String>, Refusal> {
    let Some(value) = fields.get("accounts") else {
        return Ok(BTreeMap::new());
    };
    let Value::Object(accounts) = value else {
        return Err(expected("accounts", "an object of username to password", Some(value)));
    };
    accounts.iter().map(|(username, password)| Ok((username.clone(), read_password(password)?))).collect()
}

fn read_password(value: &Value) -> Result<String, Refusal> {
    match value {
        Value::String(text) if !text.is_empty() => Ok(text.clone()),
        other => Err(expected("accounts", "a password that is a text and not empty", Some(other))),
    }
}

/// The header cannot tell where a username with a colon ends.
fn check_usernames(accounts: &BTreeMap<String, String>) -> Result<(), Refusal> {
    match accounts.keys().find(|username| username.is_empty() || username.contains(':')) {
        Some(_) => Err(Refusal::invalid("username: expected a text without a colon, and not an empty one")),
        None => Ok(()),
    }
}
