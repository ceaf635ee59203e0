//! The encoding of a message and the number of its segments, which is what is billed.
//!
//! GSM-7 is 3GPP TS 23.038, the default alphabet with its extension table; the sizes are those of TS 23.040 with a header for joined segments.

use serde::Serialize;

/// The default alphabet without letters and digits of ASCII.
const GSM7_OTHERS: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
/// The extension table. Each of its characters takes two places, which are never in two segments.
const GSM7_EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// The encoding of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Encoding {
    #[serde(rename = "GSM-7")]
    Gsm7,
    #[serde(rename = "UCS-2")]
    Ucs2,
}

/// Returns how a text is encoded, and how many segments it takes.
pub(crate) fn count(text: &str) -> (Encoding, usize) {
    match text.chars().map(gsm7_places).collect::<Option<Vec<_>>>() {
        Some(places) => (Encoding::Gsm7, segments(&places, 160, 153)),
        None => (Encoding::Ucs2, segments(&text.chars().map(char::len_utf16).collect::<Vec<_>>(), 70, 67)),
    }
}

/// Fills segments character by character: one that does not fit into the rest of a segment begins the next.
fn segments(places: &[usize], single: usize, joined: usize) -> usize {
    if places.iter().sum::<usize>() <= single {
        return 1;
    }
    let mut segments = 1;
    let mut used = 0;
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
        Some(1)
    } else {
        GSM7_EXTENSION.contains(character).then_some(2)
    }
}

#[cfg(test)]
mod tests {
    use super::Encoding::{Gsm7, Ucs2};
    use super::count;

    #[test]
    fn a_message_of_160_places_is_one_segment_and_of_161_two() {
        assert_eq!(count(&"a".repeat(160)), (Gsm7, 1));
        assert_eq!(count(&"a".repeat(161)), (Gsm7, 2));
        assert_eq!(count(&"a".repeat(2 * 153)), (Gsm7, 2));
        assert_eq!(count(&"a".repeat(2 * 153 + 1)), (Gsm7, 3));
        assert_eq!(count(""), (Gsm7, 1));
    }

    #[test]
    fn a_character_of_the_extension_table_takes_two_places() {
        assert_eq!(count(&"€".repeat(80)), (Gsm7, 1));
        assert_eq!(count(&"€".repeat(81)), (Gsm7, 2));
    }

    #[test]
    fn a_character_of_the_extension_table_is_never_cut_in_two() {
        // 306 places would fill two segments, but the sign at the edge of the first leaves one place empty.
        let text = format!("{}€{}", "a".repeat(152), "a".repeat(152));
        assert_eq!(text.chars().count(), 305);
        assert_eq!(count(&text), (Gsm7, 3));
        let text = format!("{}€{}", "a".repeat(151), "a".repeat(153));
        assert_eq!(count(&text), (Gsm7, 2));
    }

    #[test]
    fn one_character_outside_the_alphabet_makes_the_whole_message_ucs_2() {
        assert_eq!(count(&format!("{}ç", "a".repeat(69))), (Ucs2, 1));
        assert_eq!(count(&format!("{}ç", "a".repeat(70))), (Ucs2, 2));
        assert_eq!(count(&format!("{}Ç", "a".repeat(70))), (Gsm7, 1));
    }

    #[test]
    fn a_surrogate_pair_takes_two_places_and_is_never_cut_in_two() {
        assert_eq!(count(&"😀".repeat(35)), (Ucs2, 1));
        assert_eq!(count(&"😀".repeat(36)), (Ucs2, 2));
        assert_eq!(count(&"😀".repeat(66)), (Ucs2, 2));
        assert_eq!(count(&"😀".repeat(67)), (Ucs2, 3));
    }
}
