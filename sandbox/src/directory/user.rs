use super::authentication::{Authentication, Challenge};
use crate::phone_number::PhoneNumber;
use crate::timestamp::Timestamp;
use crate::totp::{self, Secret};
use crate::verification::Verification;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A user of a service.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct User {
    pub(crate) id: Uuid,
    /// The position in the order of creation, which services and users share.
    pub(crate) number: u64,
    #[serde(rename = "service")]
    pub(crate) service_id: Uuid,
    pub(crate) id_in_service: String,
    pub(crate) phone_number: PhoneNumber,
    pub(crate) created_at: Timestamp,
    /// The TOTP secret of the user's account in the Verigator app.
    pub(crate) secret: Secret,
    /// The last TOTP step whose code was accepted.
    #[serde(rename = "lastStep")]
    pub(crate) last_accepted_step: Option<u64>,
    pub(crate) authentication: Option<Authentication>,
}

impl User {
    pub(crate) fn new(
        id: Uuid,
        service_id: Uuid,
        id_in_service: String,
        phone_number: PhoneNumber,
        created_at: Timestamp,
        secret: Secret,
    ) -> Self {
        Self {
            id,
            number: 0,
            service_id,
            id_in_service,
            phone_number,
            created_at,
            secret,
            last_accepted_step: None,
            authentication: None,
        }
    }

    /// Verifies a PIN or code. Returns `None` if no authentication was started.
    pub(crate) fn verify(&mut self, token: &str, now: Timestamp, max_attempts: u32) -> Option<Verification> {
        let authentication = self.authentication.as_mut()?;
        if authentication.failed_attempts >= max_attempts {
            return Some(Verification::THROTTLED);
        }
        let verification = match &authentication.challenge {
            _ if authentication.is_verified => Verification::INVALID,
            Challenge::Sms { pin, expires_at } => Verification::of_pin(token, pin, now >= *expires_at),
            Challenge::Totp => totp::verify(&self.secret, &mut self.last_accepted_step, token, now),
        };
        authentication.record_attempt(verification);
        Some(verification)
    }
}
