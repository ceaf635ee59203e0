use serde::{Deserialize, Serialize};
use std::fmt;

/// A phone number: a plus sign and 6 to 15 digits.
///
/// Spaces, dashes and parentheses are dropped first, so that numbers written differently are the same.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct PhoneNumber(String);

/// What a text is that is no phone number.
#[derive(Debug)]
pub(crate) struct NoPhoneNumber;

impl PhoneNumber {
    pub(crate) fn parse(text: &str) -> Result<Self, NoPhoneNumber> {
        let bare: String = text.chars().filter(|character| !matches!(character, ' ' | '-' | '(' | ')')).collect();
        let digits = bare.strip_prefix('+').ok_or(NoPhoneNumber)?;
        let fits = (6..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if fits { Ok(Self(bare)) } else { Err(NoPhoneNumber) }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = NoPhoneNumber;

    fn try_from(text: String) -> Result<Self, NoPhoneNumber> {
        Self::parse(&text)
    }
}

impl fmt::Display for NoPhoneNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected a phone number: + and 6 to 15 digits, besides spaces, dashes and parentheses")
    }
}

/// Hides the number, since what is formatted may end up in a message.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PhoneNumber(…)")
    }
}
