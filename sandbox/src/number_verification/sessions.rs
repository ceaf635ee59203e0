use crate::history::HISTORY_LIMIT;
use crate::inbox::SmsMessage;
use crate::phone_number::PhoneNumber;
use crate::timestamp::Timestamp;
use crate::verification::Verification;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A started verification of a phone number.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Session {
    pub(super) account: String,
    pub(super) message: SmsMessage,
    pub(super) expires_at: Timestamp,
    pub(super) failed_attempts: u32,
    /// The messages that the API still sends by itself, and the next one's time.
    pub(super) sends_left: u32,
    pub(super) next_send_at: Timestamp,
    pub(super) retry_delay_ms: i64,
}

/// The sessions by id, and the devices that were verified.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Sessions {
    by_id: BTreeMap<u64, Session>,
    next_number: u64,
    verified_devices: BTreeSet<Device>,
}

/// A cookie that was verified, for the number that it was verified with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Device {
    pub(super) account: String,
    pub(super) to: PhoneNumber,
    pub(super) cookie: String,
}

const ID_START: &str = "vid";

impl Sessions {
    pub(crate) fn is_empty(&self) -> bool {
        self.next_number == 0 && self.verified_devices.is_empty()
    }

    /// Adds a session and returns its id. Drops the oldest one beyond the limit.
    pub(super) fn add(&mut self, session: Session) -> String {
        if self.by_id.len() >= HISTORY_LIMIT {
            self.by_id.pop_first();
        }
        self.next_number += 1;
        self.by_id.insert(self.next_number, session);
        format!("{ID_START}{:014}", self.next_number)
    }

    /// Returns the session of an account with this id.
    pub(super) fn get_mut(&mut self, account: &str, id: &str) -> Option<&mut Session> {
        self.by_id.get_mut(&number_of(id)?).filter(|session| session.account == account)
    }

    pub(super) fn remove(&mut self, id: &str) {
        if let Some(number) = number_of(id) {
            self.by_id.remove(&number);
        }
    }

    pub(super) fn is_verified(&self, device: &Device) -> bool {
        self.verified_devices.contains(device)
    }

    /// Remembers a device. Drops another one beyond the limit.
    pub(super) fn remember(&mut self, device: Device) {
        if self.verified_devices.len() >= HISTORY_LIMIT {
            self.verified_devices.pop_first();
        }
        self.verified_devices.insert(device);
    }

    /// Takes the messages that are due, oldest first. The time of each is that at which it was due.
    pub(crate) fn take_due(&mut self, now: Timestamp) -> Vec<SmsMessage> {
        let mut due = Vec::new();
        for session in self.by_id.values_mut() {
            while session.sends_left > 0 && session.next_send_at <= now && session.next_send_at < session.expires_at {
                due.push(SmsMessage { sent_at: session.next_send_at, ..session.message.clone() });
                session.sends_left -= 1;
                session.next_send_at =
                    session.next_send_at.plus_ms(session.retry_delay_ms).unwrap_or(session.expires_at);
            }
        }
        due.sort_by_key(|message| message.sent_at);
        due
    }

    /// Returns when the next message is due.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        let waiting =
            self.by_id.values().filter(|session| session.sends_left > 0 && session.next_send_at < session.expires_at);
        waiting.map(|session| session.next_send_at).min()
    }
}

impl Session {
    /// Verifies a PIN. Returns what the API replies.
    pub(super) fn verify(&mut self, pin: &str, now: Timestamp, max_attempts: u32) -> Verification {
        if self.failed_attempts >= max_attempts {
            return Verification::THROTTLED;
        }
        let verification = Verification::of_pin(pin, &self.message.pin, now >= self.expires_at);
        if verification == Verification::INVALID {
            self.failed_attempts = self.failed_attempts.saturating_add(1);
        }
        verification
    }
}

fn number_of(id: &str) -> Option<u64> {
    let digits = id.strip_prefix(ID_START).filter(|digits| digits.len() == 14)?;
    digits.parse().ok()
}
