//! Ids, and the one encoder by which they enter a path.

/// An id that was checked and can stand in a path as one segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Id(String);

impl Id {
    /// Accepts any text but the three that a URL parser would take for something else than a segment.
    pub(crate) fn parse(text: String) -> Result<Id, UnusableId> {
        match text.as_str() {
            "" => Err(UnusableId::Empty),
            "." | ".." => Err(UnusableId::Dots),
            _ => Ok(Id(text)),
        }
    }

    /// The id that stands for whoever asks, where a gateway knows who that is.
    pub(crate) fn me() -> Id {
        Id("me".to_owned())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The id percent-encoded, so that it stays one segment whatever it holds.
    pub(crate) fn segment(&self) -> String {
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

/// Why a text is no id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnusableId {
    Empty,
    /// `.` or `..`, which a URL parser resolves to another path.
    Dots,
}

fn hexadecimal(digit: u8) -> char {
    char::from(if digit < 10 { b'0' + digit } else { b'A' + digit - 10 })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
