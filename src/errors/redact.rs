//! Redacts credentials, PINs and phone numbers from texts that come from outside.
//!
//! Servers echo what they were sent, and their messages end up in logs. Known secrets are replaced exactly. Anything that
//! looks like a phone number is replaced too, since the client seldom knows the number.

use crate::js::MAX_TEXT_LENGTH;

const REDACTED: &str = "[redacted]";
/// The most characters of a text that are shown.
const MAX_LENGTH: usize = 500;
/// E.164 numbers have at most 15 digits and, with their country prefix, hardly ever fewer than 7.
const MIN_PHONE_DIGITS: usize = 7;
/// PINs have at least 4 digits.
const MIN_PIN_DIGITS: usize = 4;

/// Redacts the secrets of one call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Redactor {
    /// The password, the PIN, the phone number.
    pub(crate) secrets: Vec<String>,
    /// Whether what is thrown may hold a PIN that the client does not know, as while the server sends one.
    pub(crate) unknown_pin: bool,
}

impl Redactor {
    /// Redacts a server's message, which may hold any PIN and any phone number.
    pub(crate) fn redact(&self, text: &str) -> String {
        self.redact_digits(text, MIN_PIN_DIGITS)
    }

    /// Redacts what was thrown. It names ports and lengths, which have as many digits as PINs.
    pub(crate) fn redact_thrown(&self, text: &str) -> String {
        self.redact_digits(text, if self.unknown_pin { MIN_PIN_DIGITS } else { MIN_PHONE_DIGITS })
    }

    /// Redacts the id of a request. A UUID keeps its digits, without which it is useless.
    pub(crate) fn redact_id(&self, id: &str) -> String {
        let is_token = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:=/".contains(&byte));
        match is_hexadecimal(id) {
            true => self.redact_digits(id, usize::MAX),
            false => self.redact_digits(id, if is_token { MIN_PHONE_DIGITS } else { MIN_PIN_DIGITS }),
        }
    }

    /// Redacts an origin, whose host a URL parser has written in lower case. An IP address keeps its digits.
    pub(crate) fn redact_origin(&self, origin: &str) -> String {
        let secrets = self.secrets.iter().map(|text| text.to_ascii_lowercase()).collect();
        Redactor { secrets, ..*self }.redact_digits(origin, usize::MAX)
    }

    /// Redacts known secrets and runs of at least so many digits, and makes one line of bounded length: a line break in a
    /// message would forge a line of a log.
    ///
    /// It compares the starts of texts, since the library's search takes 9 KB of wasm.
    fn redact_digits(&self, text: &str, min_digits: usize) -> String {
        let mut redacted = String::new();
        // Where the secret ends that began last. Another one may begin within it and end after it.
        let mut end_of_secret = 0;
        for (count, (index, character)) in text.char_indices().enumerate() {
            if count >= MAX_LENGTH {
                redacted.push('…');
                break;
            }
            let rest = text.get(index..).unwrap_or_default();
            let length = self.known_at_start(rest, text.len()).max(self.number_at_start(rest, min_digits));
            if index >= end_of_secret {
                if length > 0 {
                    redacted.push_str(REDACTED);
                } else {
                    redacted.push(if character.is_control() { ' ' } else { character });
                }
            }
            end_of_secret = end_of_secret.max(index + length);
        }
        redacted
    }

    /// The length of the known secret at the start of a text, 0 if there is none. The end of a text that was cut may have only its beginning.
    fn known_at_start(&self, rest: &str, length_of_text: usize) -> usize {
        let is_cut = length_of_text >= MAX_TEXT_LENGTH as usize;
        let mut longest = 0;
        for secret in &self.secrets {
            if rest.starts_with(secret.as_str()) || is_cut && secret.starts_with(rest) {
                longest = longest.max(secret.len());
            }
        }
        longest
    }

    /// The length of the number at the start of a text that is long or known, 0 if there is none. A number starts with a digit or a plus, continues
    /// over separators, and ends with a digit.
    fn number_at_start(&self, text: &str, min_digits: usize) -> usize {
        if !text.starts_with(|first: char| first == '+' || first.is_ascii_digit()) {
            return 0;
        }
        let mut length = 0;
        let mut found = Vec::new();
        for (index, character) in text.char_indices() {
            // A comma is a separator only within a number: a list has a space after it.
            let is_list_comma = || !text.as_bytes().get(index + 1).is_some_and(u8::is_ascii_digit);
            if !is_in_number(character) || character == ',' && is_list_comma() {
                break;
            }
            if character.is_ascii_digit() {
                found.push(character as u8);
                length = index + 1;
            }
        }
        let is_secret = found.len() >= min_digits || self.secrets.iter().any(|secret| holds_number(&found, secret));
        if is_secret { length } else { 0 }
    }
}

/// Whether the digits hold those of a secret that is a number, so that `+372 555 5555` is found as `3725555555`.
fn holds_number(found: &[u8], secret: &str) -> bool {
    let mut digits = Vec::new();
    for character in secret.chars() {
        if !is_in_number(character) {
            return false;
        }
        if character.is_ascii_digit() {
            digits.push(character as u8);
        }
    }
    !digits.is_empty() && found.windows(digits.len()).any(|window| window == digits)
}

/// Whether this looks like a UUID: hexadecimal digits, letters among them, and dashes.
fn is_hexadecimal(id: &str) -> bool {
    id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') && id.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Whether the character is a digit or a separator, as people and libraries write them between the digits of a number.
fn is_in_number(character: char) -> bool {
    match character {
        '0'..='9' | '+' | '-' | '(' | ')' | ' ' | '.' | '/' | ',' => true,
        // Soft hyphens, and Unicode's spaces, dashes and characters of no width.
        '\u{a0}' | '\u{ad}' | '\u{2000}'..='\u{2015}' | '\u{202a}'..='\u{202f}' | '\u{205f}'..='\u{206f}' => true,
        '\u{2212}' | '\u{3000}' | '\u{feff}' => true,
        _ => false,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
