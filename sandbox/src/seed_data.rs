//! Seed data: services, users, devices and fixed PINs to start with, or a snapshot.

use crate::api_error::ApiError;
use crate::fixed_pins::FixedPins;
use crate::json_object::check_text;
use crate::json_path;
use crate::magic;
use crate::options::Options;
use crate::phone_number::PhoneNumber;
use crate::runtime::Runtime;
use crate::snapshot::{self, Content};
use crate::state::State;
use crate::timestamp::Timestamp;
use crate::totp::Secret;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use uuid::Uuid;

/// Parsed seed data.
#[derive(Debug, Clone)]
pub(crate) enum SeedData {
    /// Additions to a state.
    Additions(Additions),
    /// A snapshot, which replaces a state.
    Snapshot(Box<Content>),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Additions {
    /// The URL of the JSON Schema, for editors.
    #[serde(rename = "$schema", default)]
    _schema: Option<String>,
    #[serde(default)]
    services: Vec<ServiceSeed>,
    #[serde(default)]
    pins: Value,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceSeed {
    id: Option<HyphenatedId>,
    fqdn: String,
    name: String,
    /// The username of the account that owns the service; the first account by default.
    account: Option<String>,
    #[serde(default)]
    users: Vec<UserSeed>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct UserSeed {
    id: Option<HyphenatedId>,
    username: String,
    phone_number: String,
    /// Whether a device is attached to the phone number.
    #[serde(default)]
    has_app: bool,
    /// The secret of the user's account on the device, in Base32.
    totp_secret: Option<Secret>,
}

/// A UUID in the form that paths use.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
struct HyphenatedId(Uuid);

impl TryFrom<String> for HyphenatedId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let id = if text.len() == 36 { Uuid::try_parse(&text).ok() } else { None };
        id.map(Self).ok_or("expected a hyphenated UUID")
    }
}

impl SeedData {
    /// Parses seed data. Errors name the JSON path but quote no value.
    pub(crate) fn parse(json: &[u8], options: &Options, runtime: &dyn Runtime) -> Result<Self, ApiError> {
        if snapshot::is_snapshot(json) {
            let content = snapshot::parse(json, options, runtime)?;
            return Ok(Self::Snapshot(Box::new(content)));
        }
        if let Err(error) = serde_json::from_slice::<IgnoredAny>(json) {
            let (line, column) = (error.line(), error.column());
            return Err(ApiError::invalid(format!(
                "seed: expected JSON, got a syntax error at line {line}, column {column}"
            )));
        }
        // Deserialize accepts arrays in place of structs.
        if json.trim_ascii_start().first() != Some(&b'{') {
            return Err(ApiError::invalid("seed: expected a JSON object"));
        }
        let additions = json_path::parse(json).map_err(|path| ApiError::invalid(format!("seed: invalid at {path}")))?;
        Ok(Self::Additions(additions))
    }
}

impl Additions {
    /// Adds everything to a state. After an error the state is incomplete, so pass a copy.
    pub(crate) fn apply(&self, state: &mut State, options: &Options, now: Timestamp) -> Result<(), ApiError> {
        state.reserved_ids = self.given_ids().collect();
        for (index, service) in self.services.iter().enumerate() {
            service.apply(state, options, now).map_err(|error| error.within(&format!("services[{index}]")))?;
        }
        state.reserved_ids.clear();
        if !self.pins.is_null() {
            state.pins.extend(FixedPins::parse("pins", &self.pins, options.pin_length)?);
        }
        Ok(())
    }
}

impl Additions {
    fn given_ids(&self) -> impl Iterator<Item = Uuid> {
        let users = self.services.iter().flat_map(|service| &service.users).map(|user| &user.id);
        let ids = self.services.iter().map(|service| &service.id).chain(users);
        ids.flatten().map(|HyphenatedId(id)| *id)
    }
}

impl ServiceSeed {
    fn apply(&self, state: &mut State, options: &Options, now: Timestamp) -> Result<(), ApiError> {
        check_text("fqdn", &self.fqdn)?;
        check_text("name", &self.name)?;
        let account = self.account.as_ref().unwrap_or(&options.username);
        if !options.accounts.contains_key(account) {
            return Err(ApiError::invalid("account: expected the username of an account"));
        }
        let id = take_id(self.id.as_ref(), state)?;
        let id = state.create_service(id, account, self.fqdn.clone(), self.name.clone(), now)?.id;
        for (index, user) in self.users.iter().enumerate() {
            user.apply(state, id, now).map_err(|error| error.within(&format!("users[{index}]")))?;
        }
        Ok(())
    }
}

impl UserSeed {
    fn apply(&self, state: &mut State, service_id: Uuid, now: Timestamp) -> Result<(), ApiError> {
        check_text("username", &self.username)?;
        let phone_number = PhoneNumber::parse(&self.phone_number);
        let phone_number = phone_number.map_err(|error| ApiError::invalid(format!("phoneNumber: {error}")))?;
        if self.has_app {
            state.devices.attach(phone_number.clone());
        }
        let id = take_id(self.id.as_ref(), state)?;
        let id = state.register_user(id, service_id, self.username.clone(), phone_number, now)?.id;
        if let (Some(secret), Some(user)) = (&self.totp_secret, state.directory.user_mut(id)) {
            user.secret = secret.clone();
        }
        Ok(())
    }
}

/// Returns the given id if it is usable.
fn take_id(id: Option<&HyphenatedId>, state: &State) -> Result<Option<Uuid>, ApiError> {
    let Some(HyphenatedId(id)) = id else {
        return Ok(None);
    };
    if magic::check_ids([Some(&id.to_string()), None]).is_err() {
        return Err(ApiError::invalid("id: expected an id that is not a magic value"));
    }
    if state.directory.has_id(*id) { Err(ApiError::conflict("id: already in use")) } else { Ok(Some(*id)) }
}
