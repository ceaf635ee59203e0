use crate::devices::Push;
use crate::inbox::SmsMessage;
use crate::phone_number::PhoneNumber;
use crate::requests::RequestRecord;
use serde::Serialize;

/// Something that happened while a request was handled.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "event", content = "value", rename_all = "lowercase")]
pub(crate) enum Event {
    Sms(SmsMessage),
    Push(DevicePush),
    Request(RequestRecord),
    /// Everything was forgotten: whoever waits for a message waits in vain.
    Reset,
}

/// A push, and which phone it reached.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DevicePush {
    pub(crate) phone_number: PhoneNumber,
    #[serde(flatten)]
    pub(crate) push: Push,
}

/// An event with its place in the order of all events of a sandbox, from 1.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct NumberedEvent {
    pub(crate) sequence: u64,
    #[serde(flatten)]
    pub(crate) event: Event,
}
