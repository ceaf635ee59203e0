use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::api::query;

fn reply(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn started(id: &str) -> VerificationResponse {
    VerificationResponse { verification_id: Some(id.to_owned()), ..VerificationResponse::default() }
}

#[test]
fn a_start_has_its_parameters_in_the_query_and_the_number_is_its_secret() {
    let parameters = vec![("to", "+46701740605".to_owned()), ("template", "Your code: <PIN> & more".to_owned())];
    let request = verify_number(parameters);
    assert_eq!(request.line(), "POST /verify/start");
    let expected = "to=%2B46701740605&template=Your%20code%3A%20%3CPIN%3E%20%26%20more";
    assert_eq!(query(&request.parameters), expected);
    assert_eq!(request.secret(), Some("+46701740605"));
}

#[test]
fn a_pin_is_the_secret_of_its_request() {
    let request = verify_pin(vec![("verification_id", "v1".to_owned()), ("pin", "012345".to_owned())]);
    assert_eq!((request.line().as_str(), request.secret()), ("POST /verify/pin", Some("012345")));
}

#[test]
fn a_start_gives_an_id_or_says_that_the_device_was_verified_before() {
    assert_eq!(decode_start(&reply("OK vid00000001111111")), Ok(started("vid00000001111111")));
    let verified = VerificationResponse { verified: true, ..VerificationResponse::default() };
    assert_eq!(decode_start(&reply("VERIFIED")), Ok(verified));
}

#[test]
fn a_line_break_at_the_end_is_not_part_of_the_reply() {
    for end in ["\n", "\r\n"] {
        assert_eq!(decode_start(&reply(&format!("OK v1{end}"))), Ok(started("v1")));
        assert_eq!(verified(&format!("VERIFIED{end}")), Some((true, None)));
        assert_eq!(
            error_of(&reply(&format!("ERROR 101{end}"))).map(|(kind, _)| kind),
            Some(ErrorKind::WrongCredentials)
        );
    }
}

#[test]
fn each_word_for_a_wrong_pin_is_a_reason() {
    for (word, reason) in [("INVALID", "invalid"), ("EXPIRED", "expired"), ("THROTTLED", "throttled")] {
        assert_eq!(verified(word), Some((false, Some(reason))));
    }
}

#[test]
fn only_the_word_itself_verifies() {
    for text in [
        "verified",
        "VERIFIED ",
        " VERIFIED",
        "VERIFIED\n\n",
        "VERIFIED!",
        "NOT VERIFIED",
        "<html>VERIFIED</html>",
        "\u{feff}VERIFIED",
        "OK VERIFIED",
        "OK v1",
        "",
    ] {
        assert_eq!(verified(text), None, "{text:?}");
    }
}

#[test]
fn what_is_no_reply_is_described_without_being_quoted() {
    for (text, received) in
        [("", "an empty body"), ("<!doctype html>", "HTML"), ("OK", "another text"), ("OK a b", "another text")]
    {
        let error = decode_start(&reply(text)).unwrap_err();
        assert_eq!(error.received, received, "{text:?}");
    }
}

#[test]
fn each_documented_error_has_its_kind() {
    let kinds = ["101", "102", "103", "109", "110", "111", "209"]
        .map(|code| error_of(&reply(&format!("ERROR {code}"))).unwrap().0);
    assert_eq!(
        kinds.map(ErrorKind::code),
        [
            "wrong_credentials",
            "invalid_data",
            "resource_forbidden",
            "invalid_data",
            "no_such_resource",
            "resource_forbidden",
            "internal",
        ]
    );
    assert_eq!(error_of(&reply("FAILED 209")).unwrap().0, ErrorKind::Internal);
}

#[test]
fn an_unknown_code_is_no_known_error() {
    for text in ["ERROR 105", "ERROR", "ERROR 101: x", "FAILED 101", "error 101", "OK v1"] {
        assert_eq!(error_of(&reply(text)), None, "{text}");
    }
}

proptest! {
    #[test]
    fn no_other_text_verifies(text in "\\PC*") {
        prop_assume!(text.trim_end_matches(['\r', '\n']) != "VERIFIED");
        prop_assert_ne!(verified(&text), Some((true, None)));
        prop_assert!(!decode_start(&reply(&text)).is_ok_and(|response| response.verified));
    }
}

fn verified(text: &str) -> Option<(bool, Option<&'static str>)> {
    let response = decode_verification(&reply(text)).ok()?;
    Some((response.verified, response.reason))
}
