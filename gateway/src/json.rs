//! Writes the few JSON objects of the answers.

use time::OffsetDateTime;

/// Collects the fields of an object in the order in which they are added.
///
/// Names and texts come from this crate alone, never from a page or the API, so nothing in them needs escaping.
#[derive(Debug, Default)]
pub(crate) struct Object(String);

impl Object {
    pub(crate) fn text(self, name: &'static str, text: &'static str) -> Self {
        self.field(name, &format!("\"{text}\""))
    }

    pub(crate) fn flag(self, name: &'static str, flag: bool) -> Self {
        self.field(name, if flag { "true" } else { "false" })
    }

    pub(crate) fn number(self, name: &'static str, number: Option<u64>) -> Self {
        match number {
            Some(number) => self.field(name, &number.to_string()),
            None => self,
        }
    }

    /// Adds a time, given in milliseconds since the epoch, as RFC 3339 in UTC; one beyond the year 9999 is left out.
    pub(crate) fn time(self, name: &'static str, milliseconds: Option<u64>) -> Self {
        match milliseconds.and_then(rfc3339) {
            Some(text) => self.field(name, &format!("\"{text}\"")),
            None => self,
        }
    }

    pub(crate) fn object(self, name: &'static str, object: Self) -> Self {
        let object = object.end();
        self.field(name, &object)
    }

    pub(crate) fn end(self) -> String {
        format!("{{{}}}", self.0)
    }

    fn field(mut self, name: &str, value: &str) -> Self {
        let separator = if self.0.is_empty() { "" } else { "," };
        self.0.push_str(&[separator, "\"", name, "\":", value].concat());
        self
    }
}

fn rfc3339(milliseconds: u64) -> Option<String> {
    let seconds = i64::try_from(milliseconds / 1000).ok()?;
    let at = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
    let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
    let (hour, minute, second) = at.time().as_hms();
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", milliseconds % 1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_holds_its_fields_in_order_and_leaves_out_what_is_absent() {
        let inner = Object::default().flag("expired", false);
        let object = Object::default().text("method", "sms").number("attemptsLeft", Some(0)).number("absent", None);
        assert_eq!(
            object.object("status", inner).end(),
            r#"{"method":"sms","attemptsLeft":0,"status":{"expired":false}}"#
        );
        assert_eq!(Object::default().end(), "{}");
    }

    #[test]
    fn times_are_rfc_3339_in_utc() {
        for (milliseconds, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_763_880_000_007, "2025-11-23T06:40:00.007Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(rfc3339(milliseconds).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_time_beyond_the_calendar_is_left_out() {
        assert_eq!(Object::default().time("resendAt", Some(253_402_300_800_000)).end(), "{}");
        assert_eq!(Object::default().time("resendAt", Some(u64::MAX)).end(), "{}");
    }
}
