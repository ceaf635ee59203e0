use proptest::prelude::*;

use super::Secrets;

fn secrets(texts: &[&str]) -> Secrets {
    Secrets { texts: texts.iter().map(|&text| text.to_owned()).collect(), any_pin: false }
}

#[track_caller]
fn shown(secrets: &Secrets, text: &str, expected: &str) {
    assert_eq!(secrets.redact(text), expected);
}

#[test]
fn known_secrets_are_taken_out_wherever_they_stand() {
    let secrets = secrets(&["user:hunter2", "hunter2"]);
    shown(&secrets, "bad header user:hunter2", "bad header [redacted]");
    shown(&secrets, "\"hunter2\"hunter2", "\"[redacted]\"[redacted]");
}

#[test]
fn a_known_number_is_found_however_it_is_written() {
    let secrets = secrets(&["+1 (23) 45-6"]);
    shown(&secrets, "no 123456 here", "no [redacted] here");
    shown(&secrets, "no 12-34-56 here", "no [redacted] here");
    shown(&secrets, "no +1 (23) 45-6 here", "no [redacted] here");
}

#[test]
fn what_looks_like_a_phone_number_is_taken_out_though_it_is_unknown() {
    let secrets = secrets(&[]);
    shown(&secrets, "sent to +372 555 5555", "sent to [redacted]");
    shown(&secrets, "sent to %2B3725555555.", "sent to %2B[redacted].");
    shown(&secrets, "sent to (0)55.55-555", "sent to ([redacted]");
}

#[test]
fn short_numbers_stay() {
    shown(&secrets(&[]), "at most 300 s, error 101", "at most 300 s, error 101");
}

#[test]
fn a_pin_that_only_the_server_knows_is_taken_out_while_it_sends_one() {
    shown(&secrets(&[]), "PIN 0042 was not sent in 300 s", "PIN [redacted] was not sent in 300 s");
    let starting = Secrets { texts: Vec::new(), any_pin: true };
    assert_eq!(starting.redact_thrown("got 0042"), "got [redacted]");
}

#[test]
fn a_port_that_was_thrown_stays() {
    let refused = "connect ECONNREFUSED 127.0.0.1:8787";
    assert_eq!(secrets(&["hunter2"]).redact_thrown(refused), refused);
    assert_eq!(secrets(&["8787"]).redact_thrown("token 8787, +3725555555"), "token [redacted], [redacted]");
}

#[test]
fn an_id_of_hexadecimal_digits_stays_but_for_known_secrets() {
    let id = "550e8400-e29b-41d4-a716-446655440000";
    assert_eq!(secrets(&["hunter2"]).redact_id(id), id);
    assert_eq!(secrets(&["8400"]).redact_id(id), "550e[redacted]-e29b-41d4-a716-446655440000");
}

#[test]
fn an_id_that_is_none_has_no_phone_number_and_no_pin() {
    let secrets = secrets(&[]);
    assert_eq!(secrets.redact_id("req_3725555555"), "req_[redacted]");
    assert_eq!(secrets.redact_id("3725555555"), "[redacted]");
    assert_eq!(secrets.redact_id("req_1234x"), "req_1234x");
    assert_eq!(secrets.redact_id("PIN is 1234"), "PIN is [redacted]");
}

#[test]
fn an_origin_stays_but_for_known_secrets() {
    let secrets = secrets(&["Hunter2", "+372 555 5555"]);
    assert_eq!(secrets.redact_origin("https://192.168.100.200:8443"), "https://192.168.100.200:8443");
    assert_eq!(secrets.redact_origin("https://hunter2.example"), "https://[redacted].example");
    assert_eq!(secrets.redact_origin("https://3725555555.example"), "https://[redacted].example");
}

#[test]
fn a_pin_that_was_sent_is_taken_out() {
    shown(&secrets(&["42"]), "token 42 is wrong", "token [redacted] is wrong");
}

#[test]
fn a_text_becomes_one_line_of_bounded_length() {
    shown(&secrets(&[]), "a\nb\r\x1b[31mc", "a b  [31mc");
    assert_eq!(secrets(&[]).redact(&"é".repeat(501)), format!("{}…", "é".repeat(500)));
    assert_eq!(secrets(&[]).redact(&"é".repeat(500)), "é".repeat(500));
}

proptest! {
    #[test]
    fn no_text_shows_a_secret(before: String, secret in "[ -~]{4,20}", after: String) {
        let shown = secrets(&[&secret]).redact(&format!("{before}{secret}{after}"));
        prop_assert!(!shown.replace("[redacted]", "").contains(&secret) || "[redacted]".contains(&secret));
    }

    #[test]
    fn no_text_shows_a_phone_number(before in "[a-z :]{0,20}", number in "\\+[1-9][0-9]{6,14}", after in "[a-z ]{0,20}") {
        let shown = secrets(&[]).redact(&format!("{before}{number}{after}"));
        prop_assert!(!shown.contains(&number[1..]));
    }
}
