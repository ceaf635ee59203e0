//! Ids, and the paths that they become part of.

pub(super) const SERVICES: &str = "/v1/service/service";

/// An id that can be one segment of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Id(String);

/// Why a text cannot be an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InvalidId {
    Empty,
    /// `.` or `..`, which a URL parser resolves to another path.
    Dots,
}

impl Id {
    pub(crate) fn parse(text: String) -> Result<Id, InvalidId> {
        match text.as_str() {
            "" => Err(InvalidId::Empty),
            "." | ".." => Err(InvalidId::Dots),
            _ => Ok(Id(text)),
        }
    }

    /// The id of the user who is logging in, for a gateway, which knows who that is.
    pub(crate) fn me() -> Id {
        Id("me".to_owned())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The id percent-encoded, so that it stays one segment whatever it holds.
    fn segment(&self) -> String {
        let mut segment = String::new();
        for byte in self.0.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                segment.push(char::from(byte));
            } else {
                segment.push('%');
                segment.extend([byte >> 4, byte & 0xf].map(hexadecimal));
            }
        }
        segment
    }
}

pub(super) fn service_path(service: &Id) -> String {
    [SERVICES, "/", &service.segment()].concat()
}

/// The path of a user, below which their authentication is.
pub(crate) fn user_path(service: &Id, user: &Id) -> String {
    [&service_path(service), "/users/", &user.segment()].concat()
}

fn hexadecimal(digit: u8) -> char {
    char::from(if digit < 10 { b'0' + digit } else { b'A' + digit - 10 })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
