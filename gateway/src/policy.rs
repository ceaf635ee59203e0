//! The limits that an operator sets.

use std::fmt::{self, Display, Formatter};

use crate::row::{self, CorruptRow, RowReader};

/// Bounds how many sends a span of time may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SendLimit {
    /// Sends within any span of the length below.
    pub count: u64,
    /// Length of the span in milliseconds.
    pub window_ms: u64,
}

/// Says when a user is locked out and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockOut {
    /// Failed authentications in a row.
    pub failures: u64,
    /// Length of the lock-out in milliseconds.
    pub duration_ms: u64,
}

/// Holds every limit of a gateway; its defaults are the contract's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Waits before the first, second, third … repeated send in milliseconds, the last for all further ones; none where empty.
    pub cool_downs_ms: Vec<u64>,
    /// Wrong PINs until an authentication is spent.
    pub max_attempts: u64,
    /// Sends to one user.
    pub sends_per_user: SendLimit,
    /// Sends asked for from one address.
    pub sends_per_address: SendLimit,
    /// Sends of the whole gateway.
    pub sends_in_all: SendLimit,
    /// Failed authentications until a user is locked out.
    pub lock_out: LockOut,
    /// How long an authentication lives, in milliseconds.
    pub authentication_ms: u64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            cool_downs_ms: vec![30_000, 60_000, 120_000],
            max_attempts: 5,
            sends_per_user: SendLimit { count: 3, window_ms: 600_000 },
            sends_per_address: SendLimit { count: 10, window_ms: 3_600_000 },
            sends_in_all: SendLimit { count: 1_000, window_ms: 3_600_000 },
            lock_out: LockOut { failures: 10, duration_ms: 3_600_000 },
            authentication_ms: 600_000,
        }
    }
}

/// Names the policy's field that can't be used, and what it has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidPolicy {
    field: &'static str,
    expected: &'static str,
}

impl Display for InvalidPolicy {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "policy.{}: expected {}", self.field, self.expected)
    }
}

impl std::error::Error for InvalidPolicy {}

impl Policy {
    /// Reads a policy in the operator's units: `[maxAttempts, sendsPerUser.count, sendsPerUser.seconds, sendsPerAddress.count, …,
    /// sendsInAll.count, …, lockOut.failures, lockOut.seconds, authenticationSeconds]` and the cool-downs in seconds. NaN stands for the
    /// default, as do absent cool-downs.
    ///
    /// # Errors
    /// A number that is no limit; the error names its field.
    pub fn from_numbers(numbers: &[f64; 10], cool_downs: Option<&[f64]>) -> Result<Self, InvalidPolicy> {
        let [attempts, user, user_s, address, address_s, all, all_s, failures, lock_s, life_s] = *numbers;
        let default = Self::default();
        let cool_downs_ms = cool_downs.map(|waits| waits.iter().map(|seconds| wait_ms(*seconds)).collect());
        Ok(Self {
            cool_downs_ms: cool_downs_ms.unwrap_or(Ok(default.cool_downs_ms))?,
            max_attempts: count("maxAttempts", attempts, 1, default.max_attempts)?,
            sends_per_user: SendLimit {
                count: count("sendsPerUser.count", user, 0, default.sends_per_user.count)?,
                window_ms: span_ms("sendsPerUser.seconds", user_s, default.sends_per_user.window_ms)?,
            },
            sends_per_address: SendLimit {
                count: count("sendsPerAddress.count", address, 0, default.sends_per_address.count)?,
                window_ms: span_ms("sendsPerAddress.seconds", address_s, default.sends_per_address.window_ms)?,
            },
            sends_in_all: SendLimit {
                count: count("sendsInAll.count", all, 0, default.sends_in_all.count)?,
                window_ms: span_ms("sendsInAll.seconds", all_s, default.sends_in_all.window_ms)?,
            },
            lock_out: LockOut {
                failures: count("lockOut.failures", failures, 1, default.lock_out.failures)?,
                duration_ms: span_ms("lockOut.seconds", lock_s, default.lock_out.duration_ms)?,
            },
            authentication_ms: span_ms("authenticationSeconds", life_s, default.authentication_ms)?,
        })
    }

    /// Gives how long to wait after the `run`th send in a row, counted from 1.
    pub(crate) fn cool_down_ms(&self, run: u64) -> u64 {
        let last = self.cool_downs_ms.len().saturating_sub(1);
        let index = usize::try_from(run.saturating_sub(1)).unwrap_or(last).min(last);
        self.cool_downs_ms.get(index).copied().unwrap_or(0)
    }

    pub(crate) fn to_numbers(&self) -> Vec<u64> {
        let limits = [self.sends_per_user, self.sends_per_address, self.sends_in_all];
        let mut numbers = vec![self.max_attempts];
        numbers.extend(limits.iter().flat_map(|limit| [limit.count, limit.window_ms]));
        numbers.extend([self.lock_out.failures, self.lock_out.duration_ms, self.authentication_ms]);
        numbers.extend(&self.cool_downs_ms);
        numbers
    }

    /// Writes the policy as a row.
    pub fn to_row(&self) -> String {
        row::write(&self.to_numbers())
    }

    /// Reads what `to_row` wrote.
    ///
    /// # Errors
    /// Any other text.
    pub fn from_row(text: &str) -> Result<Self, CorruptRow> {
        Self::read(&mut RowReader::open(text)?)
    }

    /// Reads what `to_numbers` wrote, to the end of the row.
    pub(crate) fn read(row: &mut RowReader<'_>) -> Result<Self, CorruptRow> {
        Ok(Self {
            max_attempts: row.number()?,
            sends_per_user: SendLimit::read(row)?,
            sends_per_address: SendLimit::read(row)?,
            sends_in_all: SendLimit::read(row)?,
            lock_out: LockOut { failures: row.number()?, duration_ms: row.number()? },
            authentication_ms: row.number()?,
            cool_downs_ms: row.rest()?,
        })
    }
}

impl SendLimit {
    pub(crate) fn read(row: &mut RowReader<'_>) -> Result<Self, CorruptRow> {
        Ok(Self { count: row.number()?, window_ms: row.number()? })
    }
}

/// A hundred years: beyond it, times would leave the range of a JavaScript number or an RFC 3339 year.
const MAX_SECONDS: f64 = 3_155_760_000.0;
const MAX_COUNT: f64 = 1_000_000.0;

fn count(field: &'static str, number: f64, least: u32, default: u64) -> Result<u64, InvalidPolicy> {
    if number.is_nan() {
        return Ok(default);
    }
    let is_count = number.fract() == 0.0 && (f64::from(least)..=MAX_COUNT).contains(&number);
    let expected = if least == 0 { "a whole number from 0 to 1000000" } else { "a whole number from 1 to 1000000" };
    is_count.then_some(number as u64).ok_or(InvalidPolicy { field, expected })
}

fn span_ms(field: &'static str, seconds: f64, default: u64) -> Result<u64, InvalidPolicy> {
    if seconds.is_nan() {
        return Ok(default);
    }
    let is_span = (0.001..=MAX_SECONDS).contains(&seconds);
    let expected = "seconds, from 0.001 to a hundred years";
    is_span.then_some((seconds * 1000.0).round() as u64).ok_or(InvalidPolicy { field, expected })
}

fn wait_ms(seconds: f64) -> Result<u64, InvalidPolicy> {
    let expected = "a list of seconds, each from 0 to a hundred years";
    let is_wait = (0.0..=MAX_SECONDS).contains(&seconds);
    is_wait
        .then_some((seconds * 1000.0).round() as u64)
        .ok_or(InvalidPolicy { field: "resendCoolDownSeconds", expected })
}
