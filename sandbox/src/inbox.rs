use crate::phone_number::PhoneNumber;
use crate::recent::REMEMBERED;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An SMS that a start sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SmsMessage {
    pub(crate) to: PhoneNumber,
    pub(crate) text: String,
    pub(crate) pin: String,
    pub(crate) sent_at: Timestamp,
    /// The name of the service.
    pub(crate) service: String,
}

/// All messages sent, by phone number too, with those apart that nobody waited for yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inbox {
    messages: BTreeMap<u64, SmsMessage>,
    received: BTreeMap<PhoneNumber, BTreeSet<u64>>,
    unclaimed: BTreeMap<PhoneNumber, BTreeSet<u64>>,
    next_number: u64,
}

impl Inbox {
    pub(crate) fn receive(&mut self, message: SmsMessage) {
        self.put(message, true);
    }

    /// Returns all messages, oldest first.
    pub(crate) fn messages(&self) -> Vec<&SmsMessage> {
        self.messages.values().collect()
    }

    /// Returns the messages to one number, oldest first.
    pub(crate) fn messages_to(&self, phone_number: &PhoneNumber) -> Vec<&SmsMessage> {
        let numbers = self.received.get(phone_number).into_iter().flatten();
        numbers.filter_map(|number| self.messages.get(number)).collect()
    }

    /// Takes the oldest message to a number that nobody took yet. It stays among the messages.
    pub(crate) fn claim(&mut self, phone_number: &PhoneNumber) -> Option<&SmsMessage> {
        let number = self.unclaimed.get_mut(phone_number)?.pop_first()?;
        self.messages.get(&number)
    }

    fn put(&mut self, message: SmsMessage, is_unclaimed: bool) {
        if self.messages.len() >= REMEMBERED {
            self.forget_oldest();
        }
        let number = self.next_number;
        self.next_number += 1;
        self.received.entry(message.to.clone()).or_default().insert(number);
        if is_unclaimed {
            self.unclaimed.entry(message.to.clone()).or_default().insert(number);
        }
        self.messages.insert(number, message);
    }

    fn forget_oldest(&mut self) {
        let Some((number, message)) = self.messages.pop_first() else {
            return;
        };
        for index in [&mut self.received, &mut self.unclaimed] {
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

/// How a message stands in a snapshot.
#[derive(Serialize, Deserialize)]
struct Record {
    message: SmsMessage,
    unclaimed: bool,
}

impl Serialize for Inbox {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.messages.iter().map(|(number, message)| Record {
            message: message.clone(),
            unclaimed: self.is_unclaimed(*number, message),
        }))
    }
}

impl<'de> Deserialize<'de> for Inbox {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut inbox = Self::default();
        for record in Vec::<Record>::deserialize(deserializer)? {
            inbox.put(record.message, record.unclaimed);
        }
        Ok(inbox)
    }
}
