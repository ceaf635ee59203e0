//! Phone numbers in the form of E.164, and the prefixes to which SMS may go.

/// Returns a number as a plus sign and 7 to 15 digits, none if it is written otherwise. Spaces, hyphens and dots between its digits are left out, so
/// that all spellings of a number share its limits.
pub fn normalize_number(text: &str) -> Option<String> {
    let is_separator = |character: char| matches!(character, ' ' | '\u{a0}' | '\u{202f}' | '-' | '.');
    let digits: String = text.trim().strip_prefix('+')?.chars().filter(|character| !is_separator(*character)).collect();
    let is_number = (7..=15).contains(&digits.len()) && !digits.starts_with('0') && is_digits(&digits);
    is_number.then(|| ["+", &digits].concat())
}

/// Returns 16 bits that tell numbers apart, and from which no number can be found out.
pub fn fingerprint(number: &str) -> u16 {
    // FNV-1a, folded.
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = number.bytes().fold(0x811c_9dc5, step);
    (hash >> 16) as u16 ^ hash as u16
}

/// Whether text is the beginning of numbers in E.164, as `+372`.
pub fn is_prefix(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (1..=15).contains(&digits.len()) && !digits.starts_with('0') && is_digits(digits)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
