//! Limits on sends, each at its exact boundary.

use crate::user::{BEGIN, User};
use verigator_gateway::{Event, Method, Outcome, Policy, SendEvent, SendLimit, UserEvent, Verdict, step};

fn without_cool_downs() -> Policy {
    Policy { cool_downs_ms: vec![], ..Policy::default() }
}

fn send(state: &mut String, event: SendEvent, now: u64) -> Verdict {
    let limit = SendLimit { count: 2, window_ms: 1_000 };
    let step = step(state, &Event::Sends { event, now, limit }).unwrap();
    *state = step.state;
    step.verdict
}

#[test]
fn each_repeated_send_waits_for_its_cool_down_to_the_millisecond() {
    let policy = Policy { sends_per_user: SendLimit { count: 9, window_ms: 600_000 }, ..Policy::default() };
    let mut user = User::new(policy);
    user.started();
    for cool_down_ms in [30_000, 60_000, 120_000, 120_000] {
        let until = user.now + cool_down_ms;
        user.wait(cool_down_ms - 1);
        assert_eq!(user.start().outcome, Outcome::TooMany { until });
        user.wait(1);
        user.started();
    }
}

#[test]
fn cool_downs_begin_anew_after_a_success() {
    let mut user = User::new(Policy::default());
    let generation = user.started();
    user.attempt();
    user.apply(UserEvent::Right(generation));
    user.started();
    assert_eq!(user.view().resend_at, Some(BEGIN + 30_000));
}

#[test]
fn cool_downs_begin_anew_once_the_authentication_has_ended() {
    let mut user = User::new(Policy::default());
    user.started();
    user.wait(600_000);
    user.started();
    assert_eq!(user.view().resend_at, Some(BEGIN + 600_000 + 30_000));
}

#[test]
fn a_cool_down_outlives_the_authentication() {
    let mut user = User::new(Policy { authentication_ms: 1_000, ..Policy::default() });
    user.started();
    user.wait(29_999);
    assert_eq!(user.start().outcome, Outcome::TooMany { until: BEGIN + 30_000 });
    user.wait(1);
    user.started();
}

#[test]
fn the_fourth_send_to_a_user_waits_until_the_first_is_600_seconds_old() {
    let mut user = User::new(without_cool_downs());
    for _ in 0..3 {
        user.started();
        user.wait(100);
    }
    user.now = BEGIN + 599_999;
    assert_eq!(user.start().outcome, Outcome::TooMany { until: BEGIN + 600_000 });
    user.wait(1);
    user.started();
    assert_eq!(user.start().outcome, Outcome::TooMany { until: BEGIN + 600_100 });
}

#[test]
fn a_start_that_failed_gives_its_send_back() {
    let mut user = User::new(Policy::default());
    for _ in 0..9 {
        let verdict = user.start();
        assert_eq!(verdict.outcome, Outcome::Granted);
        user.apply(UserEvent::StartFailed(verdict.grant));
    }
    assert_eq!((user.state.as_str(), user.forget_after_ms), ("", 0));
}

#[test]
fn a_failed_start_leaves_the_earlier_authentication_alive() {
    let mut user = User::new(Policy::default());
    let first = user.started();
    user.wrong();
    user.wait(30_000);
    let second = user.start();
    user.apply(UserEvent::StartFailed(second.grant));
    let verdict = user.attempt();
    assert_eq!((verdict.outcome, verdict.grant, verdict.view.attempts_left), (Outcome::Granted, first, Some(3)));
}

#[test]
fn a_second_settlement_gives_nothing_back_twice() {
    let mut user = User::new(without_cool_downs());
    let first = user.started();
    user.apply(UserEvent::StartFailed(first));
    let second = user.start().grant;
    user.apply(UserEvent::StartFailed(second));
    user.apply(UserEvent::StartFailed(second));
    user.started();
    user.started();
    assert!(matches!(user.start().outcome, Outcome::TooMany { .. }));
}

#[test]
fn an_uncertain_start_gives_the_send_back_and_its_pin_can_be_verified() {
    let mut user = User::new(Policy::default());
    let verdict = user.start();
    user.apply(UserEvent::StartUncertain(verdict.grant));
    assert_eq!(user.attempt().outcome, Outcome::Granted);
    assert_eq!(user.start().outcome, Outcome::Granted);
    assert_eq!(user.view().resend_at, Some(BEGIN + 30_000));
}

#[test]
fn starts_within_one_millisecond_are_told_apart() {
    let mut user = User::new(without_cool_downs());
    assert_ne!(user.start().grant, user.start().grant);
}

#[test]
fn the_method_is_the_one_that_the_api_used() {
    let mut user = User::new(Policy::default());
    let verdict = user.apply(UserEvent::Start(Method::Totp));
    assert_eq!(user.apply(UserEvent::Started(verdict.grant, Method::Sms)).view.method, Some(Method::Sms));
}

#[test]
fn an_address_has_its_sends_back_when_they_leave_the_window() {
    let mut state = String::new();
    for now in [10, 500] {
        assert_eq!(send(&mut state, SendEvent::Send, now).outcome, Outcome::Granted);
    }
    assert_eq!(send(&mut state, SendEvent::Send, 1_009).outcome, Outcome::TooMany { until: 1_010 });
    assert_eq!(send(&mut state, SendEvent::Send, 1_010).outcome, Outcome::Granted);
    assert_eq!(send(&mut state, SendEvent::Send, 1_011).outcome, Outcome::TooMany { until: 1_500 });
}

#[test]
fn an_address_gets_a_send_back_that_never_took_place() {
    let mut state = String::new();
    let granted = send(&mut state, SendEvent::Send, 10);
    send(&mut state, SendEvent::Send, 10);
    send(&mut state, SendEvent::GiveBack(granted.grant), 20);
    assert_eq!(send(&mut state, SendEvent::Send, 30).outcome, Outcome::Granted);
    assert_eq!(send(&mut state, SendEvent::Send, 40).outcome, Outcome::TooMany { until: 1_010 });
}

#[test]
fn a_limit_of_no_sends_refuses_every_one() {
    let mut user = User::new(Policy { sends_per_user: SendLimit { count: 0, window_ms: 5_000 }, ..Policy::default() });
    assert_eq!(user.start().outcome, Outcome::TooMany { until: BEGIN + 5_000 });
}

#[test]
fn a_state_that_this_version_did_not_write_is_an_error_and_no_new_beginning() {
    let event = Event::Sends { event: SendEvent::Send, now: 0, limit: SendLimit { count: 1, window_ms: 1 } };
    for state in ["[]", "[1,0,0,0,0,0,0,0]", "[102]", "null", "[101,x]"] {
        assert!(step(state, &event).is_err(), "{state}");
    }
    let user = Event::User { event: UserEvent::Status, now: 0, policy: Policy::default() };
    assert!(step("[101,5]", &user).is_err());
    assert!(Event::from_row("[99,0,0,0]").is_err());
}
