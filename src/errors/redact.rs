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
#[derive(Clone, Debug, Default)]
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
    /// It walks over slices of characters, since the library's string search and string slicing take 9 KB of wasm.
    fn redact_digits(&self, text: &str, min_digits: usize) -> String {
        let patterns = Patterns::of(&self.secrets, min_digits, text.len() >= MAX_TEXT_LENGTH as usize);
        let text: Vec<char> = text.chars().collect();
        let mut redacted = String::new();
        let mut rest = text.as_slice();
        // How many of the next characters are secret. Another secret may begin among them and end after them.
        let mut secret = 0_usize;
        while let Some((&first, after)) = rest.split_first() {
            if text.len() - rest.len() >= MAX_LENGTH {
                redacted.push('…');
                break;
            }
            let found = secret.max(patterns.length_at_start(rest).unwrap_or_default());
            if found == 0 {
                redacted.push(if first.is_control() { ' ' } else { first });
            } else if secret == 0 {
                redacted.push_str(REDACTED);
            }
            secret = found.saturating_sub(1);
            rest = after;
        }
        redacted
    }
}

/// Whether this looks like a UUID: hexadecimal digits, letters among them, and dashes.
fn is_hexadecimal(id: &str) -> bool {
    id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') && id.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// What counts as secret, as characters.
struct Patterns {
    texts: Vec<Vec<char>>,
    /// The digits of each secret that is a number, so that `+372 555 5555` is found as `3725555555`.
    numbers: Vec<Vec<char>>,
    /// How many digits in a row count as an unknown secret.
    min_digits: usize,
    /// Whether the text may have been cut, so that it may end with the beginning of a secret.
    is_cut: bool,
}

impl Patterns {
    fn of(secrets: &[String], min_digits: usize, is_cut: bool) -> Patterns {
        let characters = |text: &String| text.chars().collect::<Vec<char>>();
        let texts: Vec<_> = secrets.iter().map(characters).filter(|text| !text.is_empty()).collect();
        let is_number = |text: &&Vec<char>| text.iter().all(|&character| is_in_number(character));
        let numbers = texts.iter().filter(is_number).map(|text| digits(text)).filter(|digits| !digits.is_empty());
        let numbers = numbers.collect();
        Patterns { texts, numbers, min_digits, is_cut }
    }

    /// The length of the secret at the start of the text.
    fn length_at_start(&self, text: &[char]) -> Option<usize> {
        let is_here = |secret: &&Vec<char>| text.starts_with(secret) || self.is_cut && secret.starts_with(text);
        let known = self.texts.iter().filter(is_here).map(Vec::len).max();
        known.max(self.number_at_start(text))
    }

    /// A number starts with a digit or a plus, continues over separators, and ends with a digit.
    fn number_at_start(&self, text: &[char]) -> Option<usize> {
        let starts = text.first().is_some_and(|&first| first == '+' || first.is_ascii_digit());
        // A comma is a separator only within a number: a list has a space after it.
        let is_list_comma = |index: usize| text.get(index + 1).is_none_or(|next| !next.is_ascii_digit());
        let ends =
            |(index, &character): (usize, &char)| !is_in_number(character) || character == ',' && is_list_comma(index);
        let end = text.iter().enumerate().position(ends).unwrap_or(text.len());
        let run = text.get(..end).filter(|_| starts)?;
        let digits = digits(run);
        let holds = |number: &Vec<char>| digits.windows(number.len()).any(|window| window == number.as_slice());
        let secret = digits.len() >= self.min_digits || self.numbers.iter().any(holds);
        let last_digit = run.iter().rposition(char::is_ascii_digit)?;
        secret.then_some(last_digit + 1)
    }
}

fn digits(text: &[char]) -> Vec<char> {
    text.iter().copied().filter(char::is_ascii_digit).collect()
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
