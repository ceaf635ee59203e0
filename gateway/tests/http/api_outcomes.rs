//! How each outcome of an API call settles its reservations.

use verigator_gateway::{
    ApiFailure, ApiOutcome, Decision, DecisionKind, ErrorCode, Event, Method, Policy, Response, SendEvent, SendLimit,
    UserEvent, UserStatus, settle,
};

const RESERVATION: u64 = 7;
const LIMIT: SendLimit = SendLimit { count: 1, window_ms: 1 };

#[derive(Debug, PartialEq)]
enum Attempt {
    Refunded,
    Rejected,
    StaysCounted,
}

fn decision() -> Decision {
    Decision { kind: DecisionKind::Allow, reservation: RESERVATION, status: UserStatus::default() }
}

fn settle_user(event: UserEvent, outcome: ApiOutcome) -> Option<UserEvent> {
    let reserved = Event::User { event, now: 1, policy: Policy::default() };
    match settle(&reserved, &decision(), outcome, 2) {
        Some(Event::User { event, now: 2, .. }) => Some(event),
        None => None,
        other => panic!("expected a user's event at 2, got {other:?}"),
    }
}

fn failure(code: &str, status: Option<u16>) -> ApiFailure {
    ApiFailure { code: ErrorCode::parse(code), status, retry_after_ms: None }
}

fn refunds_send(outcome: ApiOutcome) -> bool {
    let reserved = Event::Sends { event: SendEvent::Reserve, now: 1, limit: LIMIT };
    let settlement = settle(&reserved, &decision(), outcome, 2);
    settlement == Some(Event::Sends { event: SendEvent::Refund { reservation: RESERVATION }, now: 2, limit: LIMIT })
}

fn attempt(outcome: ApiOutcome) -> Attempt {
    match settle_user(UserEvent::ReserveAttempt, outcome) {
        Some(UserEvent::RefundAttempt { reservation: RESERVATION }) => Attempt::Refunded,
        Some(UserEvent::Rejected { reservation: RESERVATION }) => Attempt::Rejected,
        None => Attempt::StaysCounted,
        other => panic!("expected a settlement of an attempt, got {other:?}"),
    }
}

#[test]
fn each_failure_settles_starts_and_attempts_by_what_is_certain() {
    use Attempt::{Refunded, Rejected, StaysCounted};
    let failed = UserEvent::RefundSend { reservation: RESERVATION };
    let uncertain = UserEvent::RefundUncertainSend { reservation: RESERVATION };
    let started = UserEvent::CommitSend { reservation: RESERVATION, method: Method::Totp };
    for (code, status, start, refunded, of_attempt, responded) in [
        ("invalid_invocation", None, failed, true, Refunded, Some(422)),
        ("invalid_data", Some(400), failed, true, StaysCounted, Some(400)),
        ("invalid_data", Some(422), failed, true, StaysCounted, Some(422)),
        ("wrong_credentials", Some(401), failed, true, Refunded, Some(502)),
        ("resource_forbidden", Some(403), failed, true, Refunded, Some(502)),
        ("no_such_resource", Some(404), started, false, Rejected, None),
        ("resource_already_exists", Some(409), failed, true, StaysCounted, Some(409)),
        ("rate_limited", Some(429), failed, true, Refunded, Some(429)),
        ("internal", Some(500), failed, true, StaysCounted, Some(500)),
        ("internal", Some(503), failed, true, StaysCounted, Some(503)),
        ("internal", Some(502), uncertain, false, StaysCounted, Some(502)),
        ("internal", Some(504), uncertain, false, StaysCounted, Some(504)),
        ("unexpected_status", Some(418), failed, true, StaysCounted, Some(502)),
        ("redirect", Some(302), failed, true, StaysCounted, Some(502)),
        ("invalid_response", Some(200), uncertain, false, StaysCounted, Some(502)),
        ("connection", None, uncertain, false, StaysCounted, Some(502)),
        ("timeout", None, uncertain, false, StaysCounted, Some(504)),
        ("something else", Some(500), uncertain, false, StaysCounted, Some(500)),
    ] {
        let outcome = ApiOutcome::Failed(failure(code, status));
        assert_eq!(settle_user(UserEvent::ReserveSend(Method::Totp), outcome), Some(start), "{code} {status:?}");
        assert_eq!(refunds_send(outcome), refunded, "{code} {status:?}");
        assert_eq!(attempt(outcome), of_attempt, "{code} {status:?}");
        let failure = failure(code, status);
        let response = (!failure.is_hidden()).then(|| Response::api_failed(&failure).status);
        assert_eq!(response, responded, "{code} {status:?}");
    }
}

#[test]
fn each_response_of_the_api_settles_its_reservation() {
    let sms = ApiOutcome::Started(Method::Sms);
    assert_eq!(
        settle_user(UserEvent::ReserveSend(Method::Totp), sms),
        Some(UserEvent::CommitSend { reservation: RESERVATION, method: Method::Sms })
    );
    assert_eq!(
        settle_user(UserEvent::ReserveAttempt, ApiOutcome::Verified),
        Some(UserEvent::Verified { reservation: RESERVATION })
    );
    assert_eq!(
        settle_user(UserEvent::ReserveAttempt, ApiOutcome::Rejected),
        Some(UserEvent::Rejected { reservation: RESERVATION })
    );
    assert!(!refunds_send(sms));
}

#[test]
fn an_outcome_of_another_operation_settles_nothing() {
    assert_eq!(settle_user(UserEvent::ReserveSend(Method::Sms), ApiOutcome::Verified), None);
    assert_eq!(settle_user(UserEvent::ReserveAttempt, ApiOutcome::Started(Method::Sms)), None);
    assert_eq!(settle_user(UserEvent::Status, ApiOutcome::Rejected), None);
}

#[test]
fn a_failure_is_reported_by_code_and_status_alone() {
    let failure = ApiFailure { retry_after_ms: Some(1_001), ..failure("rate_limited", Some(429)) };
    let response = Response::api_failed(&failure);
    let body = r#"{"message":"the verification service failed","code":"rate_limited","status":429}"#;
    assert_eq!(response.body.as_deref(), Some(body));
    assert!(response.headers.contains(&("retry-after", "2".to_owned())));
}

#[test]
fn an_unknown_code_is_reported_as_internal() {
    let body = Response::api_failed(&failure("canary", None)).body;
    assert_eq!(body.as_deref(), Some(r#"{"message":"the verification service failed","code":"internal"}"#));
}
