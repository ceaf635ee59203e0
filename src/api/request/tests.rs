use proptest::prelude::*;

use super::{Id, InvalidId};

#[track_caller]
fn segment(text: &str) -> String {
    Id::parse(text.to_owned()).unwrap().segment()
}

#[test]
fn a_uuid_stays_as_it_is() {
    assert_eq!(segment("38fb335c-025d-45eb-9cf2-d2d4d9f54203"), "38fb335c-025d-45eb-9cf2-d2d4d9f54203");
}

#[test]
fn what_would_end_the_segment_is_encoded() {
    assert_eq!(segment("a/b?c#d%2e\\"), "a%2Fb%3Fc%23d%252e%5C");
    assert_eq!(segment("ü "), "%C3%BC%20");
}

#[test]
fn unreserved_characters_stay_and_dots_beside_others_too() {
    assert_eq!(segment("-._~"), "-._~");
    assert_eq!(segment("..."), "...");
}

#[test]
fn what_names_another_path_is_refused() {
    assert_eq!(Id::parse(String::new()), Err(InvalidId::Empty));
    assert_eq!(Id::parse(".".to_owned()), Err(InvalidId::Dots));
    assert_eq!(Id::parse("..".to_owned()), Err(InvalidId::Dots));
}

proptest! {
    #[test]
    fn any_other_text_is_one_segment_that_decodes_to_itself(text in "\\PC+") {
        prop_assume!(text != "." && text != "..");
        let segment = segment(&text);
        prop_assert!(segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)));
        let decoded = percent_encoding::percent_decode_str(&segment).decode_utf8().unwrap();
        prop_assert_eq!(decoded, text);
    }
}
