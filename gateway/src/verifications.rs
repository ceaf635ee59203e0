//! The verifications of the Number Verification API that a user's PIN may belong to.

use serde::{Deserialize, Serialize, Serializer};

/// The longest id that is stored. The format of the ids is not documented; those in the vendor's tests have 17 characters.
const MAX_ID: usize = 128;

/// The most verifications of a user: a PIN costs one call of the API for each.
const MAX_VERIFICATIONS: usize = 4;

/// The API's id of a verification: up to 128 characters of printable ASCII without spaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct VerificationId(String);

impl VerificationId {
    /// Returns the id, none if it can't be stored.
    pub fn parse(text: &str) -> Option<Self> {
        let is_id = (1..=MAX_ID).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        is_id.then(|| Self(text.to_owned()))
    }

    /// The id as the API wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Writes the id without the characters that end a field of an event or a decision.
    pub(crate) fn escaped(&self) -> String {
        self.0.replace('%', "%25").replace(',', "%2C").replace(';', "%3B")
    }

    /// Reads what `escaped` has written.
    pub(crate) fn unescape(text: &str) -> Option<Self> {
        Self::parse(&text.replace("%3B", ";").replace("%2C", ",").replace("%25", "%"))
    }
}

impl TryFrom<String> for VerificationId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("expected the id of a verification")
    }
}

/// The verifications of one login, oldest first. The earlier ones stay, since their SMS may arrive late.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Verifications(Vec<Verification>);

/// One started verification.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Verification {
    /// The reservation of its send.
    pub(crate) reservation: u64,
    pub(crate) id: VerificationId,
    pub(crate) valid_until: u64,
    /// The fingerprint of its number.
    pub(crate) number: u16,
}

impl Verifications {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Adds a verification before those of newer sends, once. Those of another number are no longer the user's: whoever has the old phone must not log in
    /// with it.
    pub(crate) fn add(&mut self, verification: Verification, newer: &[u64]) {
        if self.0.iter().any(|one| one.reservation == verification.reservation) {
            return;
        }
        let index = self.0.iter().position(|one| newer.contains(&one.reservation)).unwrap_or(self.0.len());
        self.0.insert(index, verification);
        let current = self.0.last().map(|newest| newest.number);
        self.0.retain(|one| Some(one.number) == current);
        let surplus = self.0.len().saturating_sub(MAX_VERIFICATIONS);
        self.0.drain(..surplus);
    }

    /// The reservations of the sends.
    pub(crate) fn reservations(&self) -> Vec<u64> {
        self.0.iter().map(|one| one.reservation).collect()
    }

    /// Removes those whose PINs the API no longer accepts.
    pub(crate) fn expire(&mut self, now: u64) {
        self.0.retain(|one| now < one.valid_until);
    }

    /// The ids, newest first: the order in which the API is asked.
    pub(crate) fn newest_first(&self) -> Vec<VerificationId> {
        self.0.iter().rev().map(|one| one.id.clone()).collect()
    }
}

/// A list takes less space than an object.
impl Serialize for Verification {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.reservation, &self.id, self.valid_until, self.number).serialize(serializer)
    }
}
