//! How a user is asked to prove who they are.

use crate::row::CorruptRow;

/// Names a way to authenticate: the Verigator app's one-time password, or a PIN by SMS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// The Verigator app; the API falls back to SMS for users without it.
    Totp,
    /// A PIN in a text message.
    Sms,
}

impl Method {
    /// Reads the API's word for a method.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "totp" => Some(Self::Totp),
            "sms" => Some(Self::Sms),
            _ => None,
        }
    }

    /// Gives the API's word for the method.
    pub fn name(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Sms => "sms",
        }
    }

    pub(crate) fn to_number(method: Option<Self>) -> u64 {
        match method {
            None => 0,
            Some(Self::Totp) => 1,
            Some(Self::Sms) => 2,
        }
    }

    pub(crate) fn from_number(number: u64) -> Result<Option<Self>, CorruptRow> {
        match number {
            0 => Ok(None),
            1 => Ok(Some(Self::Totp)),
            2 => Ok(Some(Self::Sms)),
            _ => Err(CorruptRow),
        }
    }
}
