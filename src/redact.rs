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
        Secrets { texts, any_pin: self.any_pin }.redact_runs(origin, usize::MAX)
    }

    /// The text without what is known to be secret and without runs of so many digits, as one line of bounded length: a line
    /// break in a message would forge a line of a log.
    ///
    /// It walks over characters in slices, since the library's own string search and string slicing weigh 9 KB of wasm.
    fn redact_runs(&self, text: &str, fewest_digits: usize) -> String {
        let text: Vec<char> = text.chars().collect();
        let known = Known::of(self, fewest_digits);
        let mut shown = String::new();
        let mut rest = text.as_slice();
        let mut length = 0;
        while let Some((&first, after)) = rest.split_first() {
            if length == LONGEST_TEXT {
                shown.push('…');
                break;
            }
            length += 1;
            if let Some(secret) = known.length_at_start(rest) {
                shown.push_str(REDACTED);
                rest = rest.get(secret..).unwrap_or_default();
            } else {
                shown.push(if first.is_control() { ' ' } else { first });
                rest = after;
            }
        }
        shown
    }
}

/// Whether this is a UUID or such: hexadecimal digits, letters among them, and dashes.
fn is_hexadecimal(id: &str) -> bool {
    id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') && id.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// What counts as secret, as characters.
struct Known {
    texts: Vec<Vec<char>>,
    /// The digits alone of each secret that is a number, so that `+372 555 5555` is found as `3725555555`.
    numbers: Vec<Vec<char>>,
    /// How many digits in a row are taken for a secret that is not known.
    fewest_digits: usize,
}

impl Known {
    fn of(secrets: &Secrets, fewest_digits: usize) -> Known {
        let characters = |text: &String| text.chars().collect::<Vec<char>>();
        let texts: Vec<_> = secrets.texts.iter().map(characters).filter(|text| !text.is_empty()).collect();
        let is_number = |text: &&Vec<char>| text.iter().all(|&character| is_phone_character(character));
        let numbers = texts.iter().filter(is_number).map(|text| digits(text)).filter(|digits| !digits.is_empty());
        let numbers = numbers.collect();
        Known { texts, numbers, fewest_digits }
    }

    /// The length of the secret that the text starts with.
    fn length_at_start(&self, text: &[char]) -> Option<usize> {
        let known = self.texts.iter().filter(|secret| text.starts_with(secret)).map(Vec::len).max();
        known.max(self.number_at_start(text))
    }

    /// A number starts with a digit or a plus, goes on over the punctuation of phone numbers, and ends with a digit.
    fn number_at_start(&self, text: &[char]) -> Option<usize> {
        let starts = text.first().is_some_and(|&first| first == '+' || first.is_ascii_digit());
        let end = text.iter().position(|&character| !is_phone_character(character)).unwrap_or(text.len());
        let run = text.get(..end).filter(|_| starts)?;
        let digits = digits(run);
        let holds = |number: &Vec<char>| digits.windows(number.len()).any(|window| window == number.as_slice());
        let secret = digits.len() >= self.fewest_digits || self.numbers.iter().any(holds);
        let last_digit = run.iter().rposition(char::is_ascii_digit)?;
        secret.then_some(last_digit + 1)
    }
}

fn digits(text: &[char]) -> Vec<char> {
    text.iter().copied().filter(char::is_ascii_digit).collect()
}

fn is_phone_character(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '+' | '-' | '(' | ')' | ' ' | '.' | '/')
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
