//! Takes credentials, PINs and phone numbers out of texts that come from outside.
//!
//! Servers echo what they were sent, and their messages end up in logs. What is known to be secret is taken out to
//! the letter; what merely looks like a phone number is taken out too, since the client seldom knows the number.

const REDACTED: &str = "[redacted]";
const LONGEST_TEXT: usize = 500;
/// E.164 numbers have at most 15 digits and, with their country prefix, hardly ever fewer than this.
const FEWEST_PHONE_DIGITS: usize = 7;
/// PINs have four digits and more.
const FEWEST_PIN_DIGITS: usize = 4;

/// What must not be shown of one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Secrets {
    /// Texts that are secret as they are: the password, the PIN, the phone number.
    pub(crate) texts: Vec<String>,
    /// Whether what is thrown may hold a PIN that the client does not know, as while the server sends one.
    pub(crate) any_pin: bool,
}

impl Secrets {
    /// What a server says, without secrets: it may name any PIN and any phone number.
    pub(crate) fn redact(&self, text: &str) -> String {
        self.redact_runs(text, FEWEST_PIN_DIGITS)
    }

    /// What was thrown, without secrets. It names ports and lengths, which are as long as PINs.
    pub(crate) fn redact_thrown(&self, text: &str) -> String {
        self.redact_runs(text, if self.any_pin { FEWEST_PIN_DIGITS } else { FEWEST_PHONE_DIGITS })
    }

    /// The id of a request, without secrets. A UUID is full of digits that mean nothing, and useless without them.
    pub(crate) fn redact_id(&self, id: &str) -> String {
        let is_token = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:=/".contains(&byte));
        match is_hexadecimal(id) {
            true => self.redact_runs(id, usize::MAX),
            false => self.redact_runs(id, if is_token { FEWEST_PHONE_DIGITS } else { FEWEST_PIN_DIGITS }),
        }
    }

    /// An origin, without what is known to be secret. URL parsers write it in lower case, and an address is full of digits.
    pub(crate) fn redact_origin(&self, origin: &str) -> String {
        let texts = self.texts.iter().map(|text| text.to_ascii_lowercase()).collect();
        Secrets { texts, ..self.clone() }.redact_runs(origin, usize::MAX)
    }

    /// The text without what is known to be secret, runs of so many digits, and control characters; at most 500 characters.
    fn redact_runs(&self, text: &str, fewest_digits: usize) -> String {
        let mut clean = text.to_owned();
        for secret in self.texts.iter().filter(|secret| !secret.is_empty()) {
            clean = clean.replace(secret.as_str(), REDACTED);
        }
        shorten(&without_digit_runs(&clean, fewest_digits, &self.digits_of_texts()))
    }

    /// The digits alone of each secret that is made of digits, so that `+372 555 5555` is found as `3725555555`.
    fn digits_of_texts(&self) -> Vec<String> {
        let is_number = |text: &&String| text.chars().all(is_phone_character);
        let digits = |text: &String| text.chars().filter(char::is_ascii_digit).collect::<String>();
        self.texts.iter().filter(is_number).map(digits).filter(|digits| !digits.is_empty()).collect()
    }
}

/// Whether this is a UUID or such: hexadecimal digits, letters among them, and dashes.
fn is_hexadecimal(id: &str) -> bool {
    id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') && id.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Replaces each run of digits, phone punctuation between them included, that is long enough or a known secret.
fn without_digit_runs(text: &str, fewest: usize, known: &[String]) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|character: char| character == '+' || character.is_ascii_digit()) {
        let (before, from_run) = rest.split_at(start);
        let (run, after) = from_run.split_at(run_length(from_run));
        let digits: String = run.chars().filter(char::is_ascii_digit).collect();
        let secret = digits.len() >= fewest || known.iter().any(|secret| digits.contains(secret.as_str()));
        clean.push_str(before);
        clean.push_str(if secret { REDACTED } else { run });
        rest = after;
    }
    clean.push_str(rest);
    clean
}

/// The length of the run of phone characters at the start of the text, which ends with its last digit.
fn run_length(text: &str) -> usize {
    let end = text.find(|character| !is_phone_character(character)).unwrap_or(text.len());
    let run = text.get(..end).unwrap_or(text);
    run.rfind(|character: char| character.is_ascii_digit()).map_or(1, |last| last + 1)
}

fn is_phone_character(character: char) -> bool {
    character.is_ascii_digit() || "+-() ./".contains(character)
}

/// One line of bounded length: a line break in a message would forge a line of somebody's log.
fn shorten(text: &str) -> String {
    let visible = |character: char| if character.is_control() { ' ' } else { character };
    let mut short: String = text.chars().take(LONGEST_TEXT).map(visible).collect();
    if text.chars().nth(LONGEST_TEXT).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
