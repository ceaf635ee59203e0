//! What the API's failures mean, as one table.

use verigator_gateway::{
    Event, Failure, Fate, Method, Outcome, Policy, SendEvent, SendLimit, UserEvent, Verdict, View, settle,
};

const GRANT: u64 = 7;
const LIMIT: SendLimit = SendLimit { count: 1, window_ms: 1 };

#[derive(Debug, PartialEq)]
enum Attempt {
    GivenBack,
    Wrong,
    StaysCounted,
}

fn verdict() -> Verdict {
    Verdict { outcome: Outcome::Granted, grant: GRANT, view: View::default() }
}

fn settle_user(event: UserEvent, fate: Fate) -> Option<UserEvent> {
    let granted = Event::User { event, now: 1, policy: Policy::default() };
    match settle(&granted, &verdict(), fate, 2) {
        Some(Event::User { event, now: 2, .. }) => Some(event),
        None => None,
        other => panic!("expected a user's event at 2, got {other:?}"),
    }
}

fn gives_back(fate: Fate) -> bool {
    let granted = Event::Sends { event: SendEvent::Send, now: 1, limit: LIMIT };
    let settlement = settle(&granted, &verdict(), fate, 2);
    settlement == Some(Event::Sends { event: SendEvent::GiveBack(GRANT), now: 2, limit: LIMIT })
}

fn attempt(fate: Fate) -> Attempt {
    match settle_user(UserEvent::Attempt, fate) {
        Some(UserEvent::Unjudged(GRANT)) => Attempt::GivenBack,
        Some(UserEvent::Wrong(GRANT)) => Attempt::Wrong,
        None => Attempt::StaysCounted,
        other => panic!("expected a settlement of an attempt, got {other:?}"),
    }
}

#[test]
fn each_failure_settles_starts_and_attempts_by_what_is_certain() {
    use Attempt::{GivenBack, StaysCounted, Wrong};
    let failed = UserEvent::StartFailed(GRANT);
    let uncertain = UserEvent::StartUncertain(GRANT);
    let started = UserEvent::Started(GRANT, Method::Totp);
    for (code, status, start, pays_back, of_attempt, answered) in [
        ("invalid_invocation", None, failed, true, GivenBack, Some(422)),
        ("invalid_data", Some(400), failed, true, StaysCounted, Some(400)),
        ("invalid_data", Some(422), failed, true, StaysCounted, Some(422)),
        ("wrong_credentials", Some(401), failed, true, GivenBack, Some(502)),
        ("resource_forbidden", Some(403), failed, true, GivenBack, Some(502)),
        ("no_such_resource", Some(404), started, false, Wrong, None),
        ("resource_already_exists", Some(409), failed, true, StaysCounted, Some(409)),
        ("rate_limited", Some(429), failed, true, GivenBack, Some(429)),
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
        let fate = Fate::Failed(Failure::new(code, status, None));
        assert_eq!(settle_user(UserEvent::Start(Method::Totp), fate), Some(start), "{code} {status:?}");
        assert_eq!(gives_back(fate), pays_back, "{code} {status:?}");
        assert_eq!(attempt(fate), of_attempt, "{code} {status:?}");
        let failure = Failure::new(code, status, None);
        let answer = (!failure.is_hidden()).then(|| failure.answer().status);
        assert_eq!(answer, answered, "{code} {status:?}");
    }
}

#[test]
fn what_the_api_answered_settles_what_was_asked() {
    let sms = Fate::Started(Method::Sms);
    assert_eq!(settle_user(UserEvent::Start(Method::Totp), sms), Some(UserEvent::Started(GRANT, Method::Sms)));
    assert_eq!(settle_user(UserEvent::Attempt, Fate::Right), Some(UserEvent::Right(GRANT)));
    assert_eq!(settle_user(UserEvent::Attempt, Fate::Wrong), Some(UserEvent::Wrong(GRANT)));
    assert!(!gives_back(sms));
}

#[test]
fn an_answer_that_does_not_fit_the_question_settles_nothing() {
    assert_eq!(settle_user(UserEvent::Start(Method::Sms), Fate::Right), None);
    assert_eq!(settle_user(UserEvent::Attempt, Fate::Started(Method::Sms)), None);
    assert_eq!(settle_user(UserEvent::Status, Fate::Wrong), None);
}

#[test]
fn a_failure_is_answered_with_class_and_status_alone() {
    let answer = Failure::new("rate_limited", Some(429), Some(1_001)).answer();
    let body = r#"{"message":"the verification service failed","code":"rate_limited","status":429}"#;
    assert_eq!(answer.body.as_deref(), Some(body));
    assert!(answer.headers.contains(&("retry-after", "2".to_owned())));
}

#[test]
fn a_code_that_the_client_does_not_have_is_not_repeated() {
    let body = Failure::new("canary", None, None).answer().body;
    assert_eq!(body.as_deref(), Some(r#"{"message":"the verification service failed","code":"internal"}"#));
}
