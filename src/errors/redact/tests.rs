use proptest::prelude::*;

use super::Redactor;

fn redactor(secrets: &[&str]) -> Redactor {
    Redactor { secrets: secrets.iter().map(|&text| text.to_owned()).collect(), unknown_pin: false }
}

#[track_caller]
fn redacts(redactor: &Redactor, text: &str, expected: &str) {
    assert_eq!(redactor.redact(text), expected);
}

#[test]
fn known_secrets_are_redacted_everywhere() {
    let redactor = redactor(&["user:hunter2", "hunter2"]);
    redacts(&redactor, "bad header user:hunter2", "bad header [redacted]");
    redacts(&redactor, "\"hunter2\"hunter2", "\"[redacted]\"[redacted]");
}

#[test]
fn a_known_number_is_found_whatever_its_separators() {
    let redactor = redactor(&["+1 (23) 45-6"]);
    redacts(&redactor, "no 123456 here", "no [redacted] here");
    redacts(&redactor, "no 12-34-56 here", "no [redacted] here");
    redacts(&redactor, "no +1 (23) 45-6 here", "no [redacted] here");
    redacts(&redactor, "no 1\u{a0}23,45\u{200b}6 here", "no [redacted] here");
}

#[test]
fn separators_do_not_hide_an_unknown_pin_or_phone_number() {
    let separators = [
        ",", "\u{a0}", "\u{ad}", "\u{200b}", "\u{200d}", "\u{2060}", "\u{feff}", "\u{2009}", "\u{202f}", "\u{2011}",
        "\u{2212}",
    ];
    let starting = Redactor { secrets: Vec::new(), unknown_pin: true };
    for separator in separators {
        assert_eq!(starting.redact_thrown(&format!("PIN {}", ["12", "34", "56"].join(separator))), "PIN [redacted]");
        let number = ["+372", "5555", "5555"].join(separator);
        assert_eq!(redactor(&[]).redact_thrown(&format!("to {number}!")), "to [redacted]!");
    }
}

#[test]
fn a_secret_at_the_end_of_what_is_shown_is_redacted_whole() {
    let text = format!("{}hunter2 and more", "é".repeat(497));
    assert_eq!(redactor(&["hunter2"]).redact(&text), format!("{}[redacted]…", "é".repeat(497)));
}

#[test]
fn the_beginning_of_a_secret_at_the_end_of_a_cut_text_is_redacted() {
    let ticket = "eyJhbGciOiJSUzI1NiJ9.".repeat(60);
    let cut: String = format!("invalid ticket: {ticket}").chars().take(1000).collect();
    redacts(&redactor(&[&ticket]), &cut, "invalid ticket: [redacted]…");
    redacts(&redactor(&["username"]), "no such user", "no such user");
}

#[test]
fn a_number_does_not_hide_a_secret_that_begins_with_a_digit() {
    redacts(&redactor(&["9Tr0ubad0ur"]), "error 401 9Tr0ubad0ur", "error [redacted]");
    redacts(&redactor(&["9Tr0ubad0ur"]), "4019Tr0ubad0ur, 40", "[redacted], 40");
    redacts(&redactor(&["-secret"]), "id 12345-secret", "id [redacted][redacted]");
}

#[test]
fn a_secret_that_begins_within_another_is_redacted_whole() {
    redacts(&redactor(&["hunter2", "r2-d2-c3po"]), "got hunter2-d2-c3po.", "got [redacted].");
}

#[test]
fn anything_that_looks_like_a_phone_number_is_redacted() {
    let redactor = redactor(&[]);
    redacts(&redactor, "sent to +372 555 5555", "sent to [redacted]");
    redacts(&redactor, "sent to %2B3725555555.", "sent to %2B[redacted].");
    redacts(&redactor, "sent to (0)55.55-555", "sent to ([redacted]");
}

#[test]
fn short_numbers_are_kept() {
    redacts(&redactor(&[]), "at most 300 s, error 101", "at most 300 s, error 101");
}

#[test]
fn an_unknown_pin_is_redacted_while_the_server_sends_one() {
    redacts(&redactor(&[]), "PIN 0042 was not sent in 300 s", "PIN [redacted] was not sent in 300 s");
    let starting = Redactor { secrets: Vec::new(), unknown_pin: true };
    assert_eq!(starting.redact_thrown("got 0042"), "got [redacted]");
}

#[test]
fn a_port_in_a_thrown_text_is_kept() {
    let refused = "connect ECONNREFUSED 127.0.0.1:8787";
    assert_eq!(redactor(&["hunter2"]).redact_thrown(refused), refused);
    assert_eq!(redactor(&["8787"]).redact_thrown("token 8787, +3725555555"), "token [redacted], [redacted]");
}

#[test]
fn a_hexadecimal_id_is_kept_except_for_known_secrets() {
    let id = "550e8400-e29b-41d4-a716-446655440000";
    assert_eq!(redactor(&["hunter2"]).redact_id(id), id);
    assert_eq!(redactor(&["8400"]).redact_id(id), "550e[redacted]-e29b-41d4-a716-446655440000");
}

#[test]
fn any_other_id_loses_phone_numbers_and_pins() {
    let redactor = redactor(&[]);
    assert_eq!(redactor.redact_id("req_3725555555"), "req_[redacted]");
    assert_eq!(redactor.redact_id("3725555555"), "[redacted]");
    assert_eq!(redactor.redact_id("req_1234x"), "req_1234x");
    assert_eq!(redactor.redact_id("PIN is 1234"), "PIN is [redacted]");
}

#[test]
fn an_origin_is_kept_except_for_known_secrets() {
    let redactor = redactor(&["Hunter2", "+372 555 5555"]);
    assert_eq!(redactor.redact_origin("https://192.168.100.200:8443"), "https://192.168.100.200:8443");
    assert_eq!(redactor.redact_origin("https://hunter2.example"), "https://[redacted].example");
    assert_eq!(redactor.redact_origin("https://3725555555.example"), "https://[redacted].example");
}

#[test]
fn the_pin_of_the_request_is_redacted() {
    redacts(&redactor(&["42"]), "token 42 is wrong", "token [redacted] is wrong");
}

#[test]
fn a_text_becomes_one_line_of_bounded_length() {
    redacts(&redactor(&[]), "a\nb\r\x1b[31mc", "a b  [31mc");
    assert_eq!(redactor(&[]).redact(&"é".repeat(501)), format!("{}…", "é".repeat(500)));
    assert_eq!(redactor(&[]).redact(&"é".repeat(500)), "é".repeat(500));
}

proptest! {
    #[test]
    fn no_secret_is_ever_shown(before: String, secret in "[ -~]{4,20}", after: String) {
        let shown = redactor(&[&secret]).redact(&format!("{before}{secret}{after}"));
        prop_assert!(!shown.replace("[redacted]", "").contains(&secret) || "[redacted]".contains(&secret));
    }

    #[test]
    fn no_part_of_a_secret_next_to_numbers_is_ever_shown(
        before in "[0-9 +,-]{0,12}",
        secret in "[0-9]{0,3}[ -]?[a-z]{4,16}[0-9]{0,3}",
        after in "[0-9 +,-]{0,12}",
    ) {
        let shown = redactor(&[&secret]).redact(&format!("{before}{secret}{after}"));
        prop_assert!(!shown.replace("[redacted]", "").bytes().any(|byte| byte.is_ascii_lowercase()), "{shown}");
    }

    #[test]
    fn no_phone_number_is_ever_shown(before in "[a-z :]{0,20}", number in "\\+[1-9][0-9]{6,14}", after in "[a-z ]{0,20}") {
        let shown = redactor(&[]).redact(&format!("{before}{number}{after}"));
        prop_assert!(!shown.contains(&number[1..]));
    }
}
