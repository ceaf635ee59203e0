use crate::devices::Push;
use crate::inbox::BilledMessage;
use crate::phone_number::PhoneNumber;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// An event that a request caused.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "event", content = "value", rename_all = "lowercase")]
pub(crate) enum Event {
    Sms(BilledMessage),
    Push(DevicePush),
    Request(RequestRecord),
    /// The state was reset, so pending waits for messages have to end.
    Reset,
    /// The state was replaced by a snapshot, so pending waits have to look for their message again.
    Restored,
    /// The space was deleted, so its event streams and pending waits have to end.
    Deleted,
}

/// A push notification with the phone number of its device.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DevicePush {
    pub(crate) phone_number: PhoneNumber,
    #[serde(flatten)]
    pub(crate) push: Push,
}

/// A request to the API that got a response. It contains neither headers nor bodies, so no credentials.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RequestRecord {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) status: u16,
    pub(crate) at: Timestamp,
    /// By the sandbox's clock, including the delay of a fault.
    pub(crate) duration_ms: u64,
}

/// An event with its sequence number, from 1, within its space.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NumberedEvent {
    pub(crate) sequence: u64,
    #[serde(flatten)]
    pub(crate) event: Event,
}

/// The events of a space that were not taken yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct EventLog {
    pending: Vec<NumberedEvent>,
    last_sequence: u64,
}

impl EventLog {
    pub(crate) fn push(&mut self, event: Event) {
        self.last_sequence += 1;
        self.pending.push(NumberedEvent { sequence: self.last_sequence, event });
    }

    pub(crate) fn take(&mut self) -> Vec<NumberedEvent> {
        std::mem::take(&mut self.pending)
    }
}
