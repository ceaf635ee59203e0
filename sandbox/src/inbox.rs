use crate::history::HISTORY_LIMIT;
use crate::phone_number::PhoneNumber;
use crate::segments::{self, Encoding};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An SMS with a PIN.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SmsMessage {
    pub(crate) to: PhoneNumber,
    pub(crate) text: String,
    pub(crate) pin: String,
    pub(crate) sent_at: Timestamp,
    /// The name of the service, or the sender of the Number Verification API.
    pub(crate) service: String,
}

/// A message with what it is billed by.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct BilledMessage {
    #[serde(flatten)]
    message: SmsMessage,
    encoding: Encoding,
    segments: usize,
}

impl From<SmsMessage> for BilledMessage {
    fn from(message: SmsMessage) -> Self {
        let (encoding, segments) = segments::count(&message.text);
        Self { message, encoding, segments }
    }
}

/// The sent messages, indexed by phone number, and those that no caller has claimed yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inbox {
    messages: BTreeMap<u64, SmsMessage>,
    numbers_by_recipient: BTreeMap<PhoneNumber, BTreeSet<u64>>,
    unclaimed: BTreeMap<PhoneNumber, BTreeSet<u64>>,
    next_number: u64,
}

impl Inbox {
    pub(crate) fn receive(&mut self, message: SmsMessage) {
        self.insert(message, true);
    }

    /// Returns all messages, oldest first.
    pub(crate) fn messages(&self) -> Vec<BilledMessage> {
        self.messages.values().cloned().map(BilledMessage::from).collect()
    }

    /// Returns the messages to a phone number, oldest first.
    pub(crate) fn messages_to(&self, phone_number: &PhoneNumber) -> Vec<BilledMessage> {
        let numbers = self.numbers_by_recipient.get(phone_number).into_iter().flatten();
        numbers.filter_map(|number| self.messages.get(number)).cloned().map(BilledMessage::from).collect()
    }

    /// Claims the oldest unclaimed message to a phone number. Claimed messages stay listed.
    pub(crate) fn claim(&mut self, phone_number: &PhoneNumber) -> Option<BilledMessage> {
        let number = self.unclaimed.get_mut(phone_number)?.pop_first()?;
        self.messages.get(&number).cloned().map(BilledMessage::from)
    }

    fn insert(&mut self, message: SmsMessage, is_unclaimed: bool) {
        if self.messages.len() >= HISTORY_LIMIT {
            self.remove_oldest();
        }
        let number = self.next_number;
        self.next_number += 1;
        self.numbers_by_recipient.entry(message.to.clone()).or_default().insert(number);
        if is_unclaimed {
            self.unclaimed.entry(message.to.clone()).or_default().insert(number);
        }
        self.messages.insert(number, message);
    }

    fn remove_oldest(&mut self) {
        let Some((number, message)) = self.messages.pop_first() else {
            return;
        };
        for index in [&mut self.numbers_by_recipient, &mut self.unclaimed] {
            if let Some(numbers) = index.get_mut(&message.to) {
                numbers.remove(&number);
                if numbers.is_empty() {
                    index.remove(&message.to);
                }
            }
        }
    }

    fn is_unclaimed(&self, number: u64, message: &SmsMessage) -> bool {
        self.unclaimed.get(&message.to).is_some_and(|numbers| numbers.contains(&number))
    }
}

/// The serialized form of a message.
#[derive(Serialize, Deserialize)]
struct SerializedMessage {
    message: SmsMessage,
    unclaimed: bool,
}

impl Serialize for Inbox {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.messages.iter().map(|(number, message)| SerializedMessage {
            message: message.clone(),
            unclaimed: self.is_unclaimed(*number, message),
        }))
    }
}

impl<'de> Deserialize<'de> for Inbox {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut inbox = Self::default();
        for serialized in Vec::<SerializedMessage>::deserialize(deserializer)? {
            inbox.insert(serialized.message, serialized.unclaimed);
        }
        Ok(inbox)
    }
}
