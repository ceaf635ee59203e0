//! Reads the numbers of an event or a decision.

use std::str::Split;

use super::{COUNT, UnknownText, method_of};
use crate::decisions::UserStatus;
use crate::events::SendLimit;
use crate::verifications::VerificationId;

/// Reads numbers, each with a comma after it.
pub(super) struct Fields<'a> {
    count: Option<&'a str>,
    fields: Split<'a, char>,
}

impl<'a> Fields<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        match text.strip_prefix(COUNT).and_then(|text| text.split_once(',')) {
            Some((count, text)) => Self { count: Some(count), fields: text.split(',') },
            None => Self { count: None, fields: text.split(',') },
        }
    }

    /// How many sends the event is about: one unless it says another number.
    pub(super) fn count(&self) -> Result<u64, UnknownText> {
        let count = self.count.map_or(Ok(1), |count| count.parse().map_err(|_| UnknownText))?;
        if count > 0 { Ok(count) } else { Err(UnknownText) }
    }

    pub(super) fn verification(&mut self) -> Result<VerificationId, UnknownText> {
        self.fields.next().and_then(VerificationId::unescape).ok_or(UnknownText)
    }

    pub(super) fn number(&mut self) -> Result<u64, UnknownText> {
        self.optional()?.ok_or(UnknownText)
    }

    pub(super) fn flag(&mut self) -> Result<bool, UnknownText> {
        match self.number()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(UnknownText),
        }
    }

    /// Reads a number that may be absent, as it is after the last comma.
    pub(super) fn optional(&mut self) -> Result<Option<u64>, UnknownText> {
        let field = self.fields.next().ok_or(UnknownText)?;
        if field.is_empty() { Ok(None) } else { field.parse().map(Some).map_err(|_| UnknownText) }
    }

    pub(super) fn rest(&mut self) -> Result<Vec<u64>, UnknownText> {
        let fields = self.fields.by_ref().filter(|field| !field.is_empty());
        fields.map(|field| field.parse().map_err(|_| UnknownText)).collect()
    }

    pub(super) fn limit(&mut self) -> Result<SendLimit, UnknownText> {
        Ok(SendLimit { count: self.number()?, window_ms: self.number()? })
    }

    pub(super) fn status(&mut self) -> Result<UserStatus, UnknownText> {
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
