//! The number of segments that an SMS is billed by. The sandbox has a counter too, which this one must not share: the gateway does not ship the
//! sandbox, and each of the two detects the other's mistakes.
//!
//! GSM-7 is 3GPP TS 23.038, the default alphabet with its extension table; the sizes are those of TS 23.040 with a header for joined segments.

/// The default alphabet without letters and digits of ASCII.
const GSM7_OTHERS: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
/// The extension table. Each of its characters takes two places, which are never in two segments.
const GSM7_EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// The size of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageSize {
    /// The segments that the message is billed by.
    pub segments: usize,
    /// Whether a character outside of the GSM alphabet makes the message UCS-2, which has 70 places in a segment instead of 160.
    pub is_ucs2: bool,
}

/// Counts the segments of a template with a PIN of this length.
pub fn size_of_message(template: &str, pin_length: usize) -> MessageSize {
    let text = template.replace(PLACEHOLDER, &"0".repeat(pin_length));
    match text.chars().map(gsm7_places).collect::<Option<Vec<_>>>() {
        Some(places) => MessageSize { segments: count(&places, 160, 153), is_ucs2: false },
        None => {
            let places: Vec<_> = text.chars().map(char::len_utf16).collect();
            MessageSize { segments: count(&places, 70, 67), is_ucs2: true }
        }
    }
}

/// What the API replaces by the PIN.
pub(crate) const PLACEHOLDER: &str = "<PIN>";

/// Fills segments character by character: one that does not fit into the rest of a segment begins the next.
fn count(places: &[usize], single: usize, joined: usize) -> usize {
    if places.iter().sum::<usize>() <= single {
        return 1;
    }
    let (mut segments, mut used) = (1, 0);
    for places in places {
        if used + places > joined {
            segments += 1;
            used = 0;
        }
        used += places;
    }
    segments
}

fn gsm7_places(character: char) -> Option<usize> {
    if character.is_ascii_alphanumeric() || GSM7_OTHERS.contains(character) {
        return Some(1);
    }
    GSM7_EXTENSION.contains(character).then_some(2)
}
