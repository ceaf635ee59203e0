use crate::api_error::ApiError;
use crate::directory::{Directory, User};
use crate::history::History;
use crate::phone_number::PhoneNumber;
use crate::timestamp::Timestamp;
use crate::totp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The devices with the Verigator app, by phone number.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Devices(BTreeMap<PhoneNumber, Device>);

/// A phone with the Verigator app. Its accounts are the users with its phone number.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Device {
    pub(crate) pushes: History<Push>,
}

/// A push notification, which the app shows when an authentication by TOTP starts.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Push {
    /// The name of the service.
    pub(crate) service: String,
    pub(crate) user_id: Uuid,
    pub(crate) sent_at: Timestamp,
}

/// A user's account in the app, with the current code.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Account {
    service: String,
    username: String,
    user_id: Uuid,
    uri: String,
    code: String,
    valid_for_ms: i64,
}

impl Devices {
    /// Attaches a device to a phone number. A device that is already attached stays.
    pub(crate) fn attach(&mut self, phone_number: PhoneNumber) -> &Device {
        self.0.entry(phone_number).or_default()
    }

    pub(crate) fn detach(&mut self, phone_number: &PhoneNumber) {
        self.0.remove(phone_number);
    }

    pub(crate) fn get(&self, phone_number: &PhoneNumber) -> Option<&Device> {
        self.0.get(phone_number)
    }

    pub(crate) fn phone_numbers(&self) -> impl Iterator<Item = &PhoneNumber> {
        self.0.keys()
    }

    /// Delivers a push. Returns whether the phone number has a device.
    pub(crate) fn push(&mut self, phone_number: &PhoneNumber, push: Push) -> bool {
        let device = self.0.get_mut(phone_number);
        device.map(|device| device.pushes.push(push)).is_some()
    }
}

/// Returns the accounts on a phone number's device, in the order of registration.
pub(crate) fn accounts(
    directory: &Directory,
    phone_number: &PhoneNumber,
    now: Timestamp,
) -> Result<Vec<Account>, ApiError> {
    directory.users_by_phone_number(phone_number).map(|user| account(directory, user, now)).collect()
}

fn account(directory: &Directory, user: &User, now: Timestamp) -> Result<Account, ApiError> {
    Ok(Account {
        service: issuer(directory, user).to_owned(),
        username: user.id_in_service.clone(),
        user_id: user.id,
        uri: key_uri(directory, user)?,
        code: user.secret.code(totp::step_at(now)),
        valid_for_ms: totp::valid_for_ms(now),
    })
}

/// Returns the `otpauth:` key URI of a user's account.
pub(crate) fn key_uri(directory: &Directory, user: &User) -> Result<String, ApiError> {
    let uri = user.secret.uri(issuer(directory, user), &user.id_in_service);
    uri.map_err(|_| ApiError::Status(500, "the key URI could not be created".to_owned()))
}

fn issuer<'a>(directory: &'a Directory, user: &User) -> &'a str {
    directory.service(user.service_id).map_or("", |service| service.name.as_str())
}
