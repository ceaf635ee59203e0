use serde::{Deserialize, Serialize};
use std::fmt;

/// A phone number: a plus sign and 6 to 15 digits.
///
/// Spaces, dashes and parentheses are removed, so differently written numbers compare equal.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct PhoneNumber(String);

/// The error for a text that is not a phone number.
#[derive(Debug)]
pub(crate) struct InvalidPhoneNumber;

impl PhoneNumber {
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidPhoneNumber> {
        let digits_and_plus: String =
            text.chars().filter(|character| !matches!(character, ' ' | '-' | '(' | ')')).collect();
        let digits = digits_and_plus.strip_prefix('+').ok_or(InvalidPhoneNumber)?;
        let is_valid = (6..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_valid { Ok(Self(digits_and_plus)) } else { Err(InvalidPhoneNumber) }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = InvalidPhoneNumber;

    fn try_from(text: String) -> Result<Self, InvalidPhoneNumber> {
        Self::parse(&text)
    }
}

impl fmt::Display for InvalidPhoneNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected a phone number: + and 6 to 15 digits; spaces, dashes and parentheses are ignored")
    }
}

/// Redacts the number, since debug output may end up in a log.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PhoneNumber(…)")
    }
}
