//! The fields of events and decisions: whole numbers, each with a comma after it, and ids of verifications.

use itoa::Buffer;

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

fn push_number(text: &mut String, number: u64) {
    text.push_str(Buffer::new().format(number));
}

/// Reads numbers, each with a comma after it.
pub(crate) struct Fields<'a> {
    count: Option<&'a str>,
    /// None after the last field.
    rest: Option<&'a [u8]>,
}

impl<'a> Fields<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        match text.strip_prefix(COUNT).and_then(|text| text.split_once(',')) {
            Some((count, text)) => Self { count: Some(count), rest: Some(text.as_bytes()) },
            None => Self { count: None, rest: Some(text.as_bytes()) },
        }
    }

    /// How many sends the event is about: one unless it says another number.
    pub(crate) fn count(&self) -> Result<u64, UnknownText> {
        let count = self.count.map_or(Ok(1), |count| count.parse().map_err(|_| UnknownText))?;
        if count > 0 { Ok(count) } else { Err(UnknownText) }
    }

    pub(crate) fn verification(&mut self) -> Result<VerificationId, UnknownText> {
        let rest = self.rest.take().ok_or(UnknownText)?;
        let mut parts = rest.splitn(2, |byte| *byte == b',');
        let field = parts.next().and_then(|field| str::from_utf8(field).ok());
        self.rest = parts.next();
        field.and_then(VerificationId::unescape).ok_or(UnknownText)
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

    /// Reads a number that may be absent, as it is after the last comma. Most of an event's time is spent here, so the digits are read once.
    pub(crate) fn optional(&mut self) -> Result<Option<u64>, UnknownText> {
        let mut rest = self.rest.take().ok_or(UnknownText)?;
        let mut number = None;
        while let [byte, after @ ..] = rest {
            rest = after;
            match byte {
                b',' => {
                    self.rest = Some(rest);
                    break;
                }
                b'0'..=b'9' => {
                    let tens = number.unwrap_or(0_u64).checked_mul(10);
                    number = tens.and_then(|tens| tens.checked_add(u64::from(byte - b'0')));
                    number.ok_or(UnknownText)?;
                }
                _ => return Err(UnknownText),
            }
        }
        Ok(number)
    }

    pub(crate) fn rest(&mut self) -> Result<Vec<u64>, UnknownText> {
        let mut numbers = Vec::new();
        while self.rest.is_some() {
            numbers.extend(self.optional()?);
        }
        Ok(numbers)
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
