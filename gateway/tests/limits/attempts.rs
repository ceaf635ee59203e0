//! Limits on attempts, the life of an authentication, and lock-out, each at its exact boundary.

use crate::user::{BEGIN, User};
use verigator_gateway::{LockOut, Method, Outcome, Policy, SendLimit, UserEvent};

/// Lets a user start as often as the lock-out needs.
fn locking(failures: u64) -> Policy {
    Policy {
        cool_downs_ms: vec![],
        sends_per_user: SendLimit { count: 100, window_ms: 600_000 },
        lock_out: LockOut { failures, duration_ms: 3_600_000 },
        ..Policy::default()
    }
}

#[test]
fn of_a_hundred_pins_at_once_exactly_five_are_granted() {
    let mut user = User::new(Policy::default());
    user.started();
    let granted = (0..100).filter(|_| user.attempt().outcome == Outcome::Granted).count();
    assert_eq!(granted, 5);
    assert_eq!(user.attempt().outcome, Outcome::Spent { until: BEGIN + 30_000 });
}

#[test]
fn attempts_left_counts_down_as_they_are_granted() {
    let mut user = User::new(Policy::default());
    user.started();
    let left: Vec<_> = (0..6).map(|_| user.attempt().view.attempts_left).collect();
    assert_eq!(left, [Some(4), Some(3), Some(2), Some(1), Some(0), Some(0)]);
}

#[test]
fn nothing_started_means_nothing_to_verify() {
    let mut user = User::new(Policy::default());
    assert_eq!(user.attempt().outcome, Outcome::NotStarted);
    assert_eq!(user.state, "");
}

#[test]
fn an_authentication_lives_one_millisecond_before_its_end_and_not_at_it() {
    let mut user = User::new(Policy::default());
    user.started();
    user.wait(599_999);
    assert_eq!(user.attempt().outcome, Outcome::Granted);
    user.wait(1);
    assert_eq!(user.attempt().outcome, Outcome::NotStarted);
}

#[test]
fn an_attempt_whose_pin_was_not_judged_is_given_back_once() {
    let mut user = User::new(Policy::default());
    let generation = user.started();
    user.wrong();
    user.attempt();
    user.apply(UserEvent::Unjudged(generation));
    assert_eq!(user.view().attempts_left, Some(4));
    user.apply(UserEvent::Unjudged(generation));
    assert_eq!(user.view().attempts_left, Some(4));
}

#[test]
fn the_right_pin_ends_the_authentication_and_is_remembered_as_long_as_it_would_have_lived() {
    let mut user = User::new(Policy::default());
    let generation = user.started();
    user.attempt();
    let view = user.apply(UserEvent::Right(generation)).view;
    assert_eq!((view.started, view.verified, view.method), (true, true, Some(Method::Sms)));
    assert_eq!(user.attempt().outcome, Outcome::NotStarted);
    user.wait(599_999);
    assert!(user.view().verified);
    user.wait(1);
    assert!(!user.view().verified);
}

#[test]
fn a_right_pin_counts_though_the_authentication_expired_while_it_was_judged() {
    let mut user = User::new(locking(1));
    let generation = user.started();
    user.wait(599_999);
    user.attempt();
    user.wait(2);
    assert_eq!(user.start().outcome, Outcome::Decoy, "an attempt without an outcome counts as wrong");
    assert!(user.apply(UserEvent::Right(generation)).view.verified);
    assert_eq!(user.start().outcome, Outcome::Granted, "and stops counting once it was right");
}

#[test]
fn a_late_wrong_pin_does_not_touch_a_newer_authentication() {
    let mut user = User::new(Policy::default());
    let first = user.started();
    user.attempt();
    user.wait(30_000);
    user.started();
    user.apply(UserEvent::Wrong(first));
    user.apply(UserEvent::Unjudged(first));
    assert_eq!(user.view().attempts_left, Some(5));
}

#[test]
fn a_right_pin_of_an_earlier_authentication_leaves_a_newer_one_alive() {
    let mut user = User::new(Policy::default());
    let first = user.started();
    user.attempt();
    user.wait(30_000);
    let second = user.start().grant;
    assert!(user.apply(UserEvent::Right(first)).view.verified);
    assert_eq!(user.attempt().grant, second);
}

#[test]
fn a_user_is_locked_out_at_the_tenth_failure_in_a_row_and_for_an_hour() {
    let mut user = User::new(locking(10));
    for _ in 0..9 {
        user.fail();
    }
    assert_eq!(user.start().outcome, Outcome::Granted);
    user.fail();
    assert_eq!(user.start().outcome, Outcome::Decoy);
    user.now = BEGIN + 3_599_999;
    assert_eq!(user.start().outcome, Outcome::Decoy);
    user.wait(1);
    assert_eq!(user.start().outcome, Outcome::Granted);
}

#[test]
fn a_locked_out_user_sees_what_any_other_sees() {
    let (mut locked, mut other) = (User::new(locking(1)), User::new(locking(100)));
    for user in [&mut locked, &mut other] {
        user.fail();
        user.wait(1_000);
        user.started();
    }
    for _ in 0..7 {
        assert_eq!(locked.view(), other.view());
        let (decoy, real) = (locked.wrong(), other.wrong());
        assert_eq!(decoy == Outcome::Decoy, real == Outcome::Granted);
    }
    assert_eq!(locked.view(), other.view());
}

#[test]
fn a_decoy_falls_back_to_sms_as_the_api_did() {
    let mut user = User::new(locking(1));
    let verdict = user.apply(UserEvent::Start(Method::Totp));
    user.apply(UserEvent::Started(verdict.grant, Method::Sms));
    while user.wrong() == Outcome::Granted {}
    let decoy = user.apply(UserEvent::Start(Method::Totp));
    assert_eq!((decoy.outcome, decoy.view.method), (Outcome::Decoy, Some(Method::Sms)));
}

#[test]
fn the_row_goes_on_after_a_lock_out_until_a_success() {
    let mut user = User::new(locking(2));
    user.fail();
    user.fail();
    user.wait(3_600_000);
    user.fail();
    assert_eq!(user.start().outcome, Outcome::Decoy);
    user.wait(3_600_000);
    let generation = user.started();
    user.attempt();
    user.apply(UserEvent::Right(generation));
    user.fail();
    assert_eq!(user.start().outcome, Outcome::Granted);
}

#[test]
fn giving_up_after_a_wrong_pin_is_a_failure_and_without_one_is_none() {
    let mut user = User::new(locking(1));
    user.started();
    user.started();
    assert_eq!(user.wrong(), Outcome::Granted);
    assert_eq!(user.start().outcome, Outcome::Decoy);
}

#[test]
fn an_authentication_that_expires_after_a_wrong_pin_locks_from_its_expiry() {
    let mut user = User::new(locking(1));
    user.started();
    user.wrong();
    user.now = BEGIN + 600_000 + 3_599_999;
    assert_eq!(user.start().outcome, Outcome::Decoy);
    user.wait(1);
    assert_eq!(user.start().outcome, Outcome::Granted);
}

#[test]
fn a_row_of_failures_is_forgotten_after_thirty_days() {
    let thirty_days_ms = 30 * 24 * 3_600_000;
    let mut user = User::new(locking(2));
    user.fail();
    assert_eq!(user.forget_after_ms, thirty_days_ms);
    user.wait(thirty_days_ms - 1);
    user.fail();
    assert_eq!(user.start().outcome, Outcome::Decoy);

    let mut user = User::new(locking(2));
    user.fail();
    user.wait(thirty_days_ms);
    user.fail();
    assert_eq!(user.start().outcome, Outcome::Granted);
}
