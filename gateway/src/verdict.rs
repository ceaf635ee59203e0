//! What the state machine says to an event.

use crate::method::Method;
use crate::row::{self, CorruptRow, RowReader};

/// Tells whether the thing asked for may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Counted: do it, then settle it.
    Granted,
    /// Counted, but nothing may be sent: the user is locked out. The answer has to look and to take as long as any other.
    Decoy,
    /// Nothing was changed by the event; only the view matters.
    Noted,
    /// The limit is reached until the time given.
    TooMany {
        /// Milliseconds since the epoch.
        until: u64,
    },
    /// The authentication's attempts are used up; a new one may be started at the time given.
    Spent {
        /// Milliseconds since the epoch.
        until: u64,
    },
    /// There is no authentication to verify.
    NotStarted,
}

/// Shows where a user's authentication stands. All times are milliseconds since the epoch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct View {
    /// Whether an authentication lives, or has been verified within its life.
    pub started: bool,
    /// The method in use.
    pub method: Option<Method>,
    /// PINs that may still be tried.
    pub attempts_left: Option<u64>,
    /// When the next send is allowed.
    pub resend_at: Option<u64>,
    /// When the authentication ends.
    pub expires_at: Option<u64>,
    /// Whether it ended with the right PIN.
    pub verified: bool,
}

/// Answers one event on one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whether to go on.
    pub outcome: Outcome,
    /// Names what was granted, so that its settlement finds it: an authentication's generation, or a send's time.
    pub grant: u64,
    /// Where the user stands; empty for keys that only count sends.
    pub view: View,
}

impl Outcome {
    fn to_numbers(self) -> [u64; 2] {
        match self {
            Self::Granted => [0, 0],
            Self::Decoy => [1, 0],
            Self::Noted => [2, 0],
            Self::TooMany { until } => [3, until],
            Self::Spent { until } => [4, until],
            Self::NotStarted => [5, 0],
        }
    }

    fn read(row: &mut RowReader<'_>) -> Result<Self, CorruptRow> {
        match (row.number()?, row.number()?) {
            (0, 0) => Ok(Self::Granted),
            (1, 0) => Ok(Self::Decoy),
            (2, 0) => Ok(Self::Noted),
            (3, until) => Ok(Self::TooMany { until }),
            (4, until) => Ok(Self::Spent { until }),
            (5, 0) => Ok(Self::NotStarted),
            _ => Err(CorruptRow),
        }
    }
}

impl Verdict {
    /// Writes the verdict as a row, as a store hands it back.
    pub fn to_row(&self) -> String {
        let view = &self.view;
        let [outcome, until] = self.outcome.to_numbers();
        row::write(&[
            outcome,
            until,
            self.grant,
            u64::from(view.started),
            Method::to_number(view.method),
            absent_as_zero(view.attempts_left),
            absent_as_zero(view.resend_at),
            absent_as_zero(view.expires_at),
            u64::from(view.verified),
        ])
    }

    /// Reads what `to_row` wrote.
    pub fn from_row(text: &str) -> Result<Self, CorruptRow> {
        let mut row = RowReader::open(text)?;
        let verdict = Self {
            outcome: Outcome::read(&mut row)?,
            grant: row.number()?,
            view: View {
                started: row.flag()?,
                method: Method::from_number(row.number()?)?,
                attempts_left: row.number()?.checked_sub(1),
                resend_at: row.number()?.checked_sub(1),
                expires_at: row.number()?.checked_sub(1),
                verified: row.flag()?,
            },
        };
        row.end().map(|()| verdict)
    }
}

fn absent_as_zero(number: Option<u64>) -> u64 {
    number.map_or(0, |number| number.saturating_add(1))
}
