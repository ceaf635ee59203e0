//! Phone numbers, user ids and the sizes of messages.

use verigator_gateway::request::{encode_id, is_site_user_id};
use verigator_gateway::{MessageSize, VerificationId, fingerprint, is_prefix, normalize_number, size_of_message};

#[test]
fn spellings_of_a_number_in_e164_are_one() {
    for text in ["+3725555555", "+372 5555 555", "+372-5555-555", "+372.555.5555", " +372\u{a0}5555\u{202f}555 "] {
        assert_eq!(normalize_number(text).as_deref(), Some("+3725555555"), "{text}");
    }
    assert_eq!(normalize_number("+1234567").as_deref(), Some("+1234567"));
    assert_eq!(normalize_number("+123456789012345").as_deref(), Some("+123456789012345"));
}

#[test]
fn a_number_that_could_be_another_one_is_none() {
    let texts = ["", "+", "5555555", "003725555555", "+0441234567", "+44 (0)1234567", "+123456", "+1234567890123456"];
    let others = ["+372555555a", "++3725555555", "+372+5555555", "tel:+3725555555", "+\u{663}\u{667}25555555"];
    for text in texts.into_iter().chain(others) {
        assert_eq!(normalize_number(text), None, "{text}");
    }
}

#[test]
fn a_fingerprint_tells_numbers_apart_and_is_the_same_in_each_process() {
    assert_eq!(fingerprint("+3725555555"), fingerprint("+3725555555"));
    let mut all: Vec<_> = (0..100).map(|index| fingerprint(&format!("+37255555{index:02}"))).collect();
    all.sort_unstable();
    all.dedup();
    assert!(all.len() > 98, "{}", all.len());
}

#[test]
fn a_prefix_is_a_plus_sign_and_digits() {
    assert!(["+1", "+372", "+44 ".trim(), "+123456789012345"].into_iter().all(is_prefix));
    assert!(!["", "+", "372", "+0", "+37 2", "+1234567890123456", "+a"].into_iter().any(is_prefix));
}

#[test]
fn an_id_of_a_site_has_no_control_characters_and_its_key_is_ascii() {
    for id in ["42", "ann@shop.example", "auth0|5f7c", "a/b", "j\u{fc}ri", "x y", "."] {
        assert!(is_site_user_id(id), "{id}");
        let key = encode_id(id);
        assert!(key.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'/'), "{key}");
    }
    assert_eq!(encode_id("a/b?c#%\u{fc} "), "a%2Fb%3Fc%23%25%C3%BC%20");
    for id in ["", "a\nb", "\u{7f}", "\u{85}", "\u{fffd}", &"x".repeat(257)] {
        assert!(!is_site_user_id(id), "{id:?}");
    }
}

#[test]
fn an_id_of_a_verification_is_bounded() {
    assert!(VerificationId::parse(&"x".repeat(128)).is_some());
    for text in ["", " ", "a b", "a\n", "\u{e4}", &"x".repeat(129)] {
        assert_eq!(VerificationId::parse(text), None, "{text:?}");
    }
}

fn size(template: &str) -> (usize, bool) {
    let MessageSize { segments, is_ucs2 } = size_of_message(template, 6);
    (segments, is_ucs2)
}

#[test]
fn a_message_is_counted_with_its_pin() {
    assert_eq!(size(&format!("{}<PIN>", "a".repeat(154))), (1, false));
    assert_eq!(size(&format!("{}<PIN>", "a".repeat(155))), (2, false));
    assert_eq!(size(&format!("<PIN>{}<PIN>", "a".repeat(149))), (2, false));
    assert_eq!(size(&format!("{}<PIN>", "a".repeat(2 * 153 - 6))), (2, false));
    assert_eq!(size(&format!("{}<PIN>", "a".repeat(2 * 153 - 5))), (3, false));
}

#[test]
fn a_character_of_the_extension_table_takes_two_places_that_are_never_in_two_segments() {
    assert_eq!(size(&format!("<PIN>{}", "\u{20ac}".repeat(77))), (1, false));
    assert_eq!(size(&format!("<PIN>{}", "\u{20ac}".repeat(78))), (2, false));
    assert_eq!(size(&format!("<PIN>{}\u{20ac}{}", "a".repeat(146), "a".repeat(152))), (3, false));
    assert_eq!(size(&format!("<PIN>{}\u{20ac}{}", "a".repeat(145), "a".repeat(153))), (2, false));
}

#[test]
fn one_character_outside_of_the_alphabet_makes_the_whole_message_ucs_2() {
    assert_eq!(size(&format!("\u{f5}{}<PIN>", "a".repeat(63))), (1, true));
    assert_eq!(size(&format!("\u{f5}{}<PIN>", "a".repeat(64))), (2, true));
    assert_eq!(size(&format!("\u{c7}{}<PIN>", "a".repeat(64))), (1, false));
    assert_eq!(size(&format!("<PIN>{}", "\u{1f600}".repeat(32))), (1, true));
    assert_eq!(size(&format!("<PIN>{}", "\u{1f600}".repeat(33))), (2, true));
    // 67 places are a segment, so the pair that would be cut begins the next one.
    assert_eq!(size(&format!("<PIN>a{}", "\u{1f600}".repeat(60))), (2, true));
    assert_eq!(size(&format!("<PIN>{}", "\u{1f600}".repeat(63))), (2, true));
    assert_eq!(size(&format!("<PIN>{}", "\u{1f600}".repeat(64))), (3, true));
}
