use crate::directory::{Authentication, Proof, Verdict};
use crate::phone_number::PhoneNumber;
use crate::timestamp::Timestamp;
use crate::totp::{self, Secret};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A user of a service.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct User {
    pub(crate) id: Uuid,
    /// Says who came before whom; one count for services and users.
    pub(crate) number: u64,
    pub(crate) service: Uuid,
    pub(crate) id_in_service: String,
    pub(crate) phone_number: PhoneNumber,
    pub(crate) created_at: Timestamp,
    /// What the user's account in the Verigator app is made of.
    pub(crate) secret: Secret,
    /// The last TOTP step whose code was accepted.
    pub(crate) last_step: Option<u64>,
    pub(crate) authentication: Option<Authentication>,
}

impl User {
    pub(crate) fn new(
        id: Uuid,
        service: Uuid,
        id_in_service: String,
        phone_number: PhoneNumber,
        created_at: Timestamp,
        secret: Secret,
    ) -> Self {
        let (number, last_step, authentication) = (0, None, None);
        Self { id, number, service, id_in_service, phone_number, created_at, secret, last_step, authentication }
    }

    /// Judges a PIN or code; nothing where no authentication was started.
    pub(crate) fn verify(&mut self, token: &str, now: Timestamp, max_attempts: u32) -> Option<Verdict> {
        let authentication = self.authentication.as_mut()?;
        if authentication.wrong_tokens >= max_attempts {
            return Some(Verdict::Throttled);
        }
        let verdict = match &authentication.proof {
            _ if authentication.accepted => Verdict::Invalid,
            Proof::Sms { pin, expires_at } => Verdict::of_pin(token, pin, now < *expires_at),
            Proof::Totp => totp::judge(&self.secret, &mut self.last_step, token, now),
        };
        authentication.count(verdict);
        Some(verdict)
    }
}
