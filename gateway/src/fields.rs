//! The fields of events and decisions: whole numbers, each with a comma after it, and ids of verifications.

use std::str::Split;

use crate::decisions::UserStatus;
use crate::events::SendLimit;
use crate::text::{UnknownText, method_of};
use crate::verifications::VerificationId;

/// Begins the number of sends that an event is about, where it is more than one.
const COUNT: char = '*';

/// Writes how many sends an event is about, unless it is one.
pub(crate) fn push_count(text: &mut String, count: u64) {
    if count != 1 {
        text.push(COUNT);
        push_all(text, &[count]);
    }
}

/// Writes numbers, each with a comma after it.
pub(crate) fn push_all(text: &mut String, numbers: &[u64]) {
    for number in numbers {
        push_number(text, *number);
        text.push(',');
    }
}

pub(crate) fn push_optional(text: &mut String, numbers: &[Option<u64>]) {
    for number in numbers {
        if let Some(number) = number {
            push_number(text, *number);
        }
        text.push(',');
    }
}

/// Writes the digits of a number, in a third of the time of a formatter.
fn push_number(text: &mut String, number: u64) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// Reads numbers, each with a comma after it.
pub(crate) struct Fields<'a> {
    count: Option<&'a str>,
    fields: Split<'a, char>,
}

impl<'a> Fields<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        match text.strip_prefix(COUNT).and_then(|text| text.split_once(',')) {
            Some((count, text)) => Self { count: Some(count), fields: text.split(',') },
            None => Self { count: None, fields: text.split(',') },
        }
    }

    /// How many sends the event is about: one unless it says another number.
    pub(crate) fn count(&self) -> Result<u64, UnknownText> {
        let count = self.count.map_or(Ok(1), |count| count.parse().map_err(|_| UnknownText))?;
        if count > 0 { Ok(count) } else { Err(UnknownText) }
    }

    pub(crate) fn verification(&mut self) -> Result<VerificationId, UnknownText> {
        self.fields.next().and_then(VerificationId::unescape).ok_or(UnknownText)
    }

    pub(crate) fn number(&mut self) -> Result<u64, UnknownText> {
        self.optional()?.ok_or(UnknownText)
    }

    pub(crate) fn flag(&mut self) -> Result<bool, UnknownText> {
        match self.number()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(UnknownText),
        }
    }

    /// Reads a number that may be absent, as it is after the last comma.
    pub(crate) fn optional(&mut self) -> Result<Option<u64>, UnknownText> {
        let field = self.fields.next().ok_or(UnknownText)?;
        if field.is_empty() { Ok(None) } else { field.parse().map(Some).map_err(|_| UnknownText) }
    }

    pub(crate) fn rest(&mut self) -> Result<Vec<u64>, UnknownText> {
        let fields = self.fields.by_ref().filter(|field| !field.is_empty());
        fields.map(|field| field.parse().map_err(|_| UnknownText)).collect()
    }

    pub(crate) fn limit(&mut self) -> Result<SendLimit, UnknownText> {
        Ok(SendLimit { count: self.number()?, window_ms: self.number()? })
    }

    pub(crate) fn status(&mut self) -> Result<UserStatus, UnknownText> {
        let Some(started) = self.optional()? else { return Ok(UserStatus::default()) };
        Ok(UserStatus {
            started: started == 1,
            verified: self.flag()?,
            method: self.optional()?.map(method_of).transpose()?,
            attempts_left: self.optional()?,
            resend_at: self.optional()?,
            expires_at: self.optional()?,
        })
    }
}
