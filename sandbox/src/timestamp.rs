use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use serde_json::Value;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// The first millisecond after the last one a four-digit year can name.
const END_MS: i64 = 253_402_300_800_000;

/// The length of a time in its longest form.
const LONGEST: usize = "1970-01-01T00:00:00.000000".len();

/// A point in time in milliseconds since 1970, from that year to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Returns the point so many milliseconds after 1970, or nothing where it lies outside of the years 1970 to 9999.
    #[must_use]
    pub fn from_unix_ms(unix_ms: i64) -> Option<Self> {
        (0..END_MS).contains(&unix_ms).then_some(Self(unix_ms))
    }

    /// Returns the nearest point in the years 1970 to 9999.
    #[must_use]
    pub fn nearest(unix_ms: i64) -> Self {
        Self(unix_ms.clamp(0, END_MS - 1))
    }

    /// Returns the milliseconds since 1970.
    #[must_use]
    pub fn unix_ms(self) -> i64 {
        self.0
    }

    /// Returns the whole seconds since 1970.
    pub(crate) fn unix_seconds(self) -> u64 {
        // The year is at least 1970, so the sign carries nothing.
        (self.0 / 1000).unsigned_abs()
    }

    /// Returns the point so many milliseconds later, or earlier where they are negative.
    pub(crate) fn plus_ms(self, milliseconds: i64) -> Option<Self> {
        self.0.checked_add(milliseconds).and_then(Self::from_unix_ms)
    }

    /// Returns how many milliseconds have gone since an earlier point; none since a later one.
    pub(crate) fn since_ms(self, earlier: Self) -> u64 {
        u64::try_from(self.0 - earlier.0).unwrap_or(0)
    }

    /// Writes RFC 3339 with milliseconds and `Z`.
    pub(crate) fn rfc3339(self) -> String {
        let mut text = self.to_the_second();
        push_digits(&mut text, self.milliseconds(), 3);
        text.push('Z');
        text
    }

    /// Writes a date and time with microseconds and no zone, as the samples of the Python SDK do.
    pub(crate) fn without_zone(self) -> String {
        let mut text = self.to_the_second();
        push_digits(&mut text, self.milliseconds() * 1000, 6);
        text
    }

    fn milliseconds(self) -> u32 {
        u32::try_from(self.0 % 1000).unwrap_or(0)
    }

    /// Writes the date and the time up to the point that ends the seconds, with room for what follows.
    ///
    /// A list of ten thousand users has as many times: that is why there is one allocation for each, and no `format!`.
    fn to_the_second(self) -> String {
        let time = OffsetDateTime::from_unix_timestamp(self.0 / 1000).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let (year, month, day) = time.to_calendar_date();
        let (hour, minute, second) = time.to_hms();
        let mut text = String::with_capacity(LONGEST);
        push_digits(&mut text, year.unsigned_abs(), 4);
        let pairs = [('-', u8::from(month)), ('-', day), ('T', hour), (':', minute), (':', second)];
        for (mark, number) in pairs {
            text.push(mark);
            push_digits(&mut text, u32::from(number), 2);
        }
        text.push('.');
        text
    }

    /// Reads RFC 3339 or milliseconds since 1970.
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
    let digits = (0..count).rev().map(|place| number / 10_u32.pow(place) % 10);
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
