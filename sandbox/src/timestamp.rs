use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use serde_json::Value;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// The first millisecond after the last one a four-digit year can name.
const END_MS: i64 = 253_402_300_800_000;

/// The length of the longest format.
const MAX_LENGTH: usize = "1970-01-01T00:00:00.000000".len();

/// A point in time from 1970 to 9999, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Creates a timestamp, or returns `None` outside of the years 1970 to 9999.
    #[must_use]
    pub fn from_unix_ms(unix_ms: i64) -> Option<Self> {
        (0..END_MS).contains(&unix_ms).then_some(Self(unix_ms))
    }

    /// Creates a timestamp, limited to the years 1970 to 9999.
    #[must_use]
    pub fn saturating(unix_ms: i64) -> Self {
        Self(unix_ms.clamp(0, END_MS - 1))
    }

    /// Returns the milliseconds since 1970.
    #[must_use]
    pub fn unix_ms(self) -> i64 {
        self.0
    }

    /// Returns the whole seconds since 1970.
    pub(crate) fn unix_seconds(self) -> u64 {
        // Never negative, since the year is at least 1970.
        (self.0 / 1000).unsigned_abs()
    }

    /// Adds milliseconds, which may be negative.
    pub(crate) fn plus_ms(self, milliseconds: i64) -> Option<Self> {
        self.0.checked_add(milliseconds).and_then(Self::from_unix_ms)
    }

    /// Returns the milliseconds since an earlier time, or 0 if that time is later.
    pub(crate) fn since_ms(self, earlier: Self) -> u64 {
        u64::try_from(self.0 - earlier.0).unwrap_or(0)
    }

    /// Formats as RFC 3339 with milliseconds and `Z`.
    pub(crate) fn rfc3339(self) -> String {
        let mut text = self.format_seconds();
        push_digits(&mut text, self.milliseconds(), 3);
        text.push('Z');
        text
    }

    /// Formats with microseconds and without a time zone, as in the Python SDK's samples.
    pub(crate) fn without_time_zone(self) -> String {
        let mut text = self.format_seconds();
        push_digits(&mut text, self.milliseconds() * 1000, 6);
        text
    }

    fn milliseconds(self) -> u32 {
        u32::try_from(self.0 % 1000).unwrap_or(0)
    }

    /// Formats the date and the time up to the dot after the seconds.
    ///
    /// A list of 10,000 users has 10,000 timestamps, so this allocates once and avoids `format!`.
    fn format_seconds(self) -> String {
        let time = OffsetDateTime::from_unix_timestamp(self.0 / 1000).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let (year, month, day) = time.to_calendar_date();
        let (hour, minute, second) = time.to_hms();
        let mut text = String::with_capacity(MAX_LENGTH);
        push_digits(&mut text, year.unsigned_abs(), 4);
        let pairs = [('-', u8::from(month)), ('-', day), ('T', hour), (':', minute), (':', second)];
        for (separator, number) in pairs {
            text.push(separator);
            push_digits(&mut text, u32::from(number), 2);
        }
        text.push('.');
        text
    }

    /// Parses RFC 3339 or milliseconds since 1970.
    pub(crate) fn from_json(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => {
                let nanoseconds = OffsetDateTime::parse(text, &Rfc3339).ok()?.unix_timestamp_nanos();
                Self::from_unix_ms(i64::try_from(nanoseconds.div_euclid(1_000_000)).ok()?)
            }
            _ => Self::from_unix_ms(value.as_i64()?),
        }
    }
}

fn push_digits(text: &mut String, number: u32, count: u32) {
    let digits = (0..count).rev().map(|exponent| number / 10_u32.pow(exponent) % 10);
    text.extend(digits.filter_map(|digit| char::from_digit(digit, 10)));
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.rfc3339())
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::from_json(&value)
            .ok_or_else(|| D::Error::custom("expected a time from 1970 to 9999, RFC 3339 or milliseconds"))
    }
}
