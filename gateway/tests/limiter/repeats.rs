//! A right PIN that is submitted again.

use crate::user::{User, other_pin, right_pin};
use verigator_gateway::{DecisionKind, Denial, Method, Policy, UserEvent};

const NOT_STARTED: DecisionKind = DecisionKind::Deny(Denial::NotStarted);

#[test]
fn the_right_pin_is_right_again_for_thirty_seconds() {
    let mut user = User::new(Policy::default());
    user.verified();
    for _ in 0..100 {
        let decision = user.attempt_right();
        assert_eq!((decision.kind, decision.status.method), (DecisionKind::Repeated, Some(Method::Sms)));
    }
    user.wait(29_999);
    assert_eq!(user.attempt_right().kind, DecisionKind::Repeated);
    user.wait(1);
    assert_eq!(user.attempt_right().kind, NOT_STARTED);
}

#[test]
fn another_pin_is_none_and_as_many_as_the_attempts_end_the_repetition() {
    let mut user = User::new(Policy { max_attempts: 3, ..Policy::default() });
    user.verified();
    for _ in 0..2 {
        assert_eq!(user.attempt().kind, NOT_STARTED);
    }
    assert_eq!(user.attempt_right().kind, DecisionKind::Repeated);
    assert_eq!(user.attempt().kind, NOT_STARTED);
    assert_eq!(user.attempt_right().kind, NOT_STARTED, "three others were guesses");
}

#[test]
fn a_new_start_ends_the_repetition() {
    let mut user = User::new(Policy::default());
    user.verified();
    user.started();
    assert_eq!(user.attempt_right().kind, DecisionKind::Allow);
}

#[test]
fn a_pin_that_the_api_rejects_since_it_was_just_used_is_right_again() {
    let mut user = User::new(Policy::default());
    let reservation = user.started();
    user.attempt_right();
    let second = (user.attempt_right().reservation, user.attempted);
    user.apply(UserEvent::Verified { reservation, pin: right_pin() });
    let settled = user.apply(UserEvent::Rejected { reservation: second.0, attempt: second.1, pin: right_pin() });
    assert_eq!((settled.kind, settled.status.verified), (DecisionKind::Repeated, true));
    let other = user.apply(UserEvent::Rejected { reservation: second.0, attempt: second.1, pin: other_pin(1) });
    assert_eq!(other.kind, DecisionKind::Recorded);
}

#[test]
fn the_right_pin_of_an_earlier_send_is_right_again_although_a_newer_one_is_active() {
    let mut user = User::new(Policy::default());
    let first = user.started();
    user.attempt_right();
    user.wait(30_000);
    user.start();
    user.apply(UserEvent::Verified { reservation: first, pin: right_pin() });
    assert_eq!(user.attempt_right().kind, DecisionKind::Repeated);
    assert_eq!(user.attempt().kind, DecisionKind::Allow, "any other PIN is checked with the newer one");
}

#[test]
fn a_repetition_is_not_stored() {
    let mut user = User::new(Policy::default());
    user.verified();
    let before = user.state.clone();
    user.attempt_right();
    assert_eq!(user.state, before);
}
