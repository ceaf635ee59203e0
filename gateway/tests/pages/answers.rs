//! What goes out.

use verigator_gateway::{Answer, Judgement, Method, Outcome, Verdict, View};

const VIEW: View = View {
    started: true,
    method: Some(Method::Sms),
    attempts_left: Some(4),
    resend_at: Some(1_763_880_030_000),
    expires_at: Some(1_763_880_600_000),
    verified: false,
};
const LIMITS: &str = r#""attemptsLeft":4,"resendAt":"2025-11-23T06:40:30.000Z","expiresAt":"2025-11-23T06:50:00.000Z""#;

fn verdict(outcome: Outcome) -> Verdict {
    Verdict { outcome, grant: 1, view: VIEW }
}

#[track_caller]
fn assert_answer(answer: &Answer, status: u16, body: &str) {
    assert_eq!((answer.status, answer.body.as_deref()), (status, Some(body)));
    for (name, value) in [("cache-control", "no-store"), ("content-type", "application/json")] {
        assert!(answer.headers.contains(&(name, value.to_owned())), "{name}");
    }
}

fn retry_after(answer: &Answer) -> Option<&str> {
    answer.headers.iter().find(|(name, _)| *name == "retry-after").map(|(_, value)| value.as_str())
}

#[test]
fn a_start_answers_the_method_and_the_limits() {
    assert_answer(&Answer::started(&verdict(Outcome::Granted)), 201, &format!(r#"{{"method":"sms",{LIMITS}}}"#));
}

#[test]
fn a_wrong_pin_answers_why_and_the_limits() {
    for (judgement, status) in [
        (Judgement::Invalid, r#"{"throttled":false,"expired":false,"invalid":true,"result":"INVALID"}"#),
        (Judgement::Expired, r#"{"throttled":false,"expired":true,"invalid":false,"result":"EXPIRED"}"#),
        (Judgement::Throttled, r#"{"throttled":true,"expired":false,"invalid":false,"result":"THROTTLED"}"#),
    ] {
        let body = format!(r#"{{"method":"sms","verified":false,"status":{status},{LIMITS}}}"#);
        assert_answer(&Answer::judged(judgement, &verdict(Outcome::Noted)), 200, &body);
    }
}

#[test]
fn the_right_pin_answers_that_and_nothing_more() {
    assert_answer(
        &Answer::judged(Judgement::Right, &verdict(Outcome::Noted)),
        200,
        r#"{"method":"sms","verified":true}"#,
    );
}

#[test]
fn a_refused_send_says_when_to_come_back_rounded_up() {
    let until = 1_763_880_060_000;
    for (now, seconds) in
        [(until - 60_000, "60"), (until - 59_999, "60"), (until - 1_000, "1"), (until - 1, "1"), (until, "1")]
    {
        let answer = Answer::limited(&verdict(Outcome::TooMany { until }), now);
        assert_eq!((answer.status, retry_after(&answer)), (429, Some(seconds)), "{now}");
        assert!(answer.body.unwrap().contains(r#""resendAt":"2025-11-23T06:41:00.000Z""#));
    }
}

#[test]
fn a_spent_authentication_is_throttled_until_a_new_one_may_be_started() {
    let answer = Answer::limited(&verdict(Outcome::Spent { until: 1_763_880_030_000 }), 1_763_880_000_000);
    assert_eq!((answer.status, retry_after(&answer)), (429, Some("30")));
    assert!(answer.body.unwrap().contains(r#""verified":false,"status":{"throttled":true"#));
}

#[test]
fn nothing_to_verify_is_404() {
    assert_eq!(Answer::limited(&verdict(Outcome::NotStarted), 0).status, 404);
}

#[test]
fn the_status_leaves_out_what_there_is_not() {
    let body = format!(r#"{{"started":true,"method":"sms",{LIMITS},"verified":false}}"#);
    assert_answer(&Answer::status(&verdict(Outcome::Noted)), 200, &body);
    let nothing = Verdict { outcome: Outcome::Noted, grant: 0, view: View::default() };
    assert_answer(&Answer::status(&nothing), 200, r#"{"started":false,"verified":false}"#);
}

#[test]
fn a_verdict_passes_a_store_unchanged() {
    let outcomes = [
        Outcome::Granted,
        Outcome::Decoy,
        Outcome::Noted,
        Outcome::NotStarted,
        Outcome::TooMany { until: 5 },
        Outcome::Spent { until: 0 },
    ];
    for outcome in outcomes {
        assert_eq!(Verdict::from_row(&verdict(outcome).to_row()), Ok(verdict(outcome)));
    }
    for text in ["", "[]", "[9,0,0,0,0,0,0,0,0]", "[0,1,0,0,0,0,0,0,0]", "[0,0,0,0,0,0,0,0,0,0]", "[0,0,0,0,3,0,0,0,0]"]
    {
        assert!(Verdict::from_row(text).is_err(), "{text}");
    }
}
