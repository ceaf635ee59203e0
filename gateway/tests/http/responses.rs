//! Responses.

use verigator_gateway::{Decision, DecisionKind, Denial, Method, Response, UserStatus};

const STATUS: UserStatus = UserStatus {
    started: true,
    method: Some(Method::Sms),
    attempts_left: Some(4),
    resend_at: Some(1_763_880_030_000),
    expires_at: Some(1_763_880_600_000),
    verified: false,
};
const LIMITS: &str = r#""attemptsLeft":4,"resendAt":"2025-11-23T06:40:30.000Z","expiresAt":"2025-11-23T06:50:00.000Z""#;

fn decision(kind: DecisionKind) -> Decision {
    Decision { status: STATUS, ..Decision::on_shared(kind, 1) }
}

#[track_caller]
fn assert_response(response: &Response, status: u16, body: &str) {
    assert_eq!((response.status, response.body.as_deref()), (status, Some(body)));
    for (name, value) in [("cache-control", "no-store"), ("content-type", "application/json")] {
        assert!(response.headers.contains(&(name, value.to_owned())), "{name}");
    }
}

fn retry_after(response: &Response) -> Option<&str> {
    response.headers.iter().find(|(name, _)| *name == "retry-after").map(|(_, value)| value.as_str())
}

#[test]
fn a_start_returns_the_method_of_the_api_and_the_limits() {
    let allowed = decision(DecisionKind::Allow);
    assert_response(&Response::started(&allowed, None), 201, &format!(r#"{{"method":"sms",{LIMITS}}}"#));
    let app = Response::started(&allowed, Some(Method::Totp));
    assert_response(&app, 201, &format!(r#"{{"method":"totp",{LIMITS}}}"#));
}

#[test]
fn a_wrong_pin_is_invalid_until_its_authentication_expires_and_then_expired() {
    let expires_at = STATUS.expires_at.unwrap();
    for (now, status) in [
        (expires_at - 1, r#"{"throttled":false,"expired":false,"invalid":true,"result":"INVALID"}"#),
        (expires_at, r#"{"throttled":false,"expired":true,"invalid":false,"result":"EXPIRED"}"#),
    ] {
        let body = format!(r#"{{"method":"sms","verified":false,"status":{status},{LIMITS}}}"#);
        assert_response(&Response::rejected(&decision(DecisionKind::Allow), now), 200, &body);
        assert_response(&Response::rejected(&decision(DecisionKind::Decoy), now), 200, &body);
    }
}

#[test]
fn the_right_pin_returns_no_limits() {
    let response = Response::verified(&decision(DecisionKind::Allow), None);
    assert_response(&response, 200, r#"{"method":"sms","verified":true}"#);
}

#[test]
fn a_refused_origin_has_a_message_of_its_own() {
    assert_response(&Response::forbidden_origin(), 403, r#"{"message":"this origin is not allowed"}"#);
}

#[test]
fn a_denied_send_has_a_retry_after_rounded_up() {
    let until = 1_763_880_060_000;
    for (now, seconds) in
        [(until - 60_000, "60"), (until - 59_999, "60"), (until - 1_000, "1"), (until - 1, "1"), (until, "1")]
    {
        let response = Response::denied(&decision(DecisionKind::Deny(Denial::TooManySends { until })), now);
        assert_eq!((response.status, retry_after(&response)), (429, Some(seconds)), "{now}");
        assert!(response.body.unwrap().contains(r#""resendAt":"2025-11-23T06:41:00.000Z""#));
    }
}

#[test]
fn an_authentication_without_attempts_is_throttled_until_a_new_one_may_be_started() {
    let response = Response::denied(
        &decision(DecisionKind::Deny(Denial::AttemptsExhausted { until: 1_763_880_030_000 })),
        1_763_880_000_000,
    );
    assert_eq!((response.status, retry_after(&response)), (429, Some("30")));
    assert!(response.body.unwrap().contains(r#""verified":false,"status":{"throttled":true"#));
}

#[test]
fn nothing_to_verify_is_404() {
    assert_eq!(Response::denied(&decision(DecisionKind::Deny(Denial::NotStarted)), 0).status, 404);
}

#[test]
fn the_status_leaves_out_absent_fields() {
    let body = format!(r#"{{"started":true,"method":"sms","verified":false,{LIMITS}}}"#);
    assert_response(&Response::status(&decision(DecisionKind::Recorded)), 200, &body);
    let nothing = Decision { status: UserStatus::default(), ..decision(DecisionKind::Recorded) };
    assert_response(&Response::status(&nothing), 200, r#"{"started":false,"verified":false}"#);
}

#[test]
fn a_decision_survives_serialization() {
    let kinds = [
        DecisionKind::Allow,
        DecisionKind::Decoy,
        DecisionKind::Recorded,
        DecisionKind::Deny(Denial::NotStarted),
        DecisionKind::Deny(Denial::Cooldown { until: 5 }),
        DecisionKind::Deny(Denial::TooManySends { until: 5 }),
        DecisionKind::Deny(Denial::AttemptsExhausted { until: 0 }),
    ];
    for kind in kinds {
        let shared = Decision::on_shared(kind, 7);
        let noted = Decision { is_lockout_new: true, behind_ms: Some(0), locked_until: Some(9), ..decision(kind) };
        for one in [decision(kind), shared, noted] {
            assert_eq!(one.to_string().parse::<Decision>().unwrap(), one);
        }
    }
    for text in [
        "",
        "é",
        "{}",
        "null",
        "a-",
        "a-0,0,",
        "m-0,0,1,0,,,",
        "a-1,0,1,0,,,",
        "d-4,0,1,0,,,",
        "a-0,0,1,0,,,2,9,,,,,",
        "a-0,0,x,0,,,",
    ] {
        assert!(text.parse::<Decision>().is_err(), "{text}");
    }
}
