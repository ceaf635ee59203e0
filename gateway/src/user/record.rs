//! A user's state as a row of numbers.

use super::authentication::Authentication;
use super::failures::Failures;
use super::state::{UserState, Verified};
use crate::method::Method;
use crate::row::{self, CorruptRow, RowReader};
use crate::sends::Sends;

/// Stands first in the row; another number is another version's, or another kind of key's.
const VERSION: u64 = 1;

impl UserState {
    pub(crate) fn to_row(&self) -> String {
        let verified = self.verified.unwrap_or(Verified { method: None, until: 0 });
        let mut numbers = vec![
            VERSION,
            self.failures.in_a_row,
            self.failures.last_at,
            self.failures.locked_until,
            u64::from(self.falls_back),
            Method::to_number(verified.method),
            verified.until,
            self.authentications.len() as u64,
        ];
        numbers.extend(self.authentications.iter().flat_map(Authentication::to_numbers));
        numbers.extend(self.sends.to_numbers());
        row::write(&numbers)
    }

    pub(crate) fn from_row(text: &str) -> Result<Self, CorruptRow> {
        let mut row = RowReader::open(text)?;
        if row.number()? != VERSION {
            return Err(CorruptRow);
        }
        Ok(Self {
            failures: Failures { in_a_row: row.number()?, last_at: row.number()?, locked_until: row.number()? },
            falls_back: row.flag()?,
            verified: Verified::read(&mut row)?,
            authentications: (0..row.number()?).map(|_| Authentication::read(&mut row)).collect::<Result<_, _>>()?,
            sends: Sends::read(&mut row)?,
        })
    }
}

impl Verified {
    fn read(row: &mut RowReader<'_>) -> Result<Option<Self>, CorruptRow> {
        let verified = Self { method: Method::from_number(row.number()?)?, until: row.number()? };
        Ok((verified.until > 0).then_some(verified))
    }
}

impl Authentication {
    fn to_numbers(&self) -> [u64; 11] {
        [
            self.generation,
            Method::to_number(Some(self.method)),
            self.sent_at,
            self.resend_at,
            self.expires_at,
            self.run,
            self.used,
            self.wrong,
            u64::from(self.decoy),
            u64::from(self.settled),
            u64::from(self.counted),
        ]
    }

    fn read(row: &mut RowReader<'_>) -> Result<Self, CorruptRow> {
        Ok(Self {
            generation: row.number()?,
            method: Method::from_number(row.number()?)?.ok_or(CorruptRow)?,
            sent_at: row.number()?,
            resend_at: row.number()?,
            expires_at: row.number()?,
            run: row.number()?,
            used: row.number()?,
            wrong: row.number()?,
            decoy: row.flag()?,
            settled: row.flag()?,
            counted: row.flag()?,
        })
    }
}
