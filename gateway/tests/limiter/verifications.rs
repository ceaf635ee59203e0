//! The ids of Number Verification that a PIN is checked with.

use crate::user::{BEGIN, User, right_pin};
use verigator_gateway::{DecisionKind, Denial, Policy, SendLimit, UserEvent};

fn without_cooldowns() -> Policy {
    Policy {
        resend_cooldowns_ms: vec![],
        sends_per_user: SendLimit { count: 9, window_ms: 60_000 },
        ..Policy::default()
    }
}

#[test]
fn a_pin_is_checked_with_the_newest_id_first() {
    let mut user = User::new(without_cooldowns());
    for id in ["a", "b", "c"] {
        user.started_as(id);
    }
    assert_eq!(user.attempt_ids(), ["c", "b", "a"]);
}

#[test]
fn at_most_four_ids_are_kept() {
    let mut user = User::new(without_cooldowns());
    for id in ["a", "b", "c", "d", "e"] {
        user.started_as(id);
    }
    assert_eq!(user.attempt_ids(), ["e", "d", "c", "b"]);
}

#[test]
fn an_id_is_dropped_when_the_api_no_longer_accepts_its_pin() {
    let mut user = User::new(without_cooldowns());
    let early = user.start().reservation;
    user.commit_as(early, "a", 100);
    user.wait(50);
    let late = user.start().reservation;
    user.commit_as(late, "b", 100);
    user.wait(49);
    assert_eq!(user.attempt_ids(), ["b", "a"]);
    user.wait(1);
    assert_eq!(user.attempt_ids(), ["b"]);
}

#[test]
fn a_login_that_is_over_leaves_no_id_to_the_next() {
    let mut user = User::new(Policy { authentication_ms: 60_000, ..without_cooldowns() });
    user.started_as("a");
    user.wait(60_000);
    user.started_as("b");
    assert_eq!(user.attempt_ids(), ["b"]);
    let reservation = user.attempt().reservation;
    user.apply(UserEvent::Verified { reservation, pin: right_pin() });
    assert_eq!(user.attempt().kind, DecisionKind::Deny(Denial::NotStarted));
    user.started_as("c");
    assert_eq!(user.attempt_ids(), ["c"]);
}

#[test]
fn an_id_that_comes_after_that_of_a_newer_send_is_an_earlier_one() {
    let mut user = User::new(without_cooldowns());
    let (early, late) = (user.start().reservation, user.start().reservation);
    user.commit_as(late, "b", 600_000);
    user.commit_as(early, "a", 600_000);
    user.commit_as(early, "a", 600_000);
    assert_eq!(user.attempt_ids(), ["b", "a"]);
}

#[test]
fn an_id_that_comes_after_the_login_is_not_kept() {
    let mut user = User::new(without_cooldowns());
    let (early, late) = (user.start().reservation, user.start().reservation);
    user.commit_as(late, "b", 600_000);
    user.attempt();
    user.apply(UserEvent::Verified { reservation: late, pin: right_pin() });
    user.commit_as(early, "a", 600_000);
    user.started_as("c");
    assert_eq!(user.attempt_ids(), ["c"]);
}

#[test]
fn a_refunded_start_leaves_the_ids_before_it() {
    let mut user = User::new(without_cooldowns());
    user.started_as("a");
    let refused = user.start().reservation;
    user.apply(UserEvent::RefundSend { reservation: refused });
    assert_eq!(user.attempt_ids(), ["a"]);
}

#[test]
fn messages_to_another_number_no_longer_count() {
    let mut user = User::new(without_cooldowns());
    user.started_as("a");
    let reservation = user.start().reservation;
    user.commit_to(8, reservation, "b", 600_000);
    assert_eq!(user.attempt_ids(), ["b"]);
    let (early, late) = (user.start().reservation, user.start().reservation);
    user.commit_to(9, late, "d", 600_000);
    user.commit_to(8, early, "c", 600_000);
    assert_eq!(user.attempt_ids(), ["d"]);
}

#[test]
fn only_a_pin_that_may_be_sent_gets_ids() {
    let mut user = User::new(Policy { max_attempts: 1, ..without_cooldowns() });
    let reservation = user.start().reservation;
    user.commit_as(reservation, "a", 600_000);
    assert_eq!(user.apply(UserEvent::Status).verifications, []);
    assert_eq!(user.attempt_ids(), ["a"]);
    assert_eq!(user.attempt_ids(), [] as [&str; 0], "all attempts are used");
}

#[test]
fn a_state_without_ids_is_stored_as_it_always_was() {
    let mut user = User::new(Policy::default());
    user.started();
    assert_eq!(
        user.state,
        format!(
            r#"user2[[{BEGIN},0,0],[[{BEGIN},1],[[1,"sms",{BEGIN},30000,600000,1,0,0,[],2]],[0,0,0,0],null,false]]"#
        )
    );
    let mut user = User::new(Policy::default());
    user.started_as("a");
    let until = BEGIN + 600_000;
    assert!(user.state.ends_with(&format!(r#"null,false,[[1,"a",{until},7]]]]"#)), "{}", user.state);
}

#[test]
fn a_stored_id_of_another_form_is_refused_without_being_shown() {
    let mut user = User::new(Policy::default());
    user.started_as("a");
    let event = verigator_gateway::Event::User { event: UserEvent::Status, now: BEGIN, policy: Policy::default() };
    let error = verigator_gateway::step(&user.state.replace(r#""a""#, r#""not an id""#), &event, None).unwrap_err();
    assert!(!error.to_string().contains("not an"), "{error}");
}

#[test]
fn a_start_of_several_messages_counts_as_that_many_and_is_refunded_as_a_whole() {
    let limit = SendLimit { count: 3, window_ms: 600_000 };
    let mut user = User::new(Policy { sends_per_user: limit, ..without_cooldowns() });
    let refused = user.start_with(2).reservation;
    assert_eq!(user.start_with(2).kind, DecisionKind::Deny(Denial::TooManySends { until: BEGIN + 600_000 }));
    user.apply(UserEvent::RefundSend { reservation: refused });
    for (sends, is_allowed) in [(2, true), (2, false), (1, true), (1, false)] {
        assert_eq!(user.start_with(sends).kind == DecisionKind::Allow, is_allowed);
    }
    user.wait(600_000);
    assert_eq!(user.start_with(3).kind, DecisionKind::Allow);
}

#[test]
fn a_start_of_more_messages_than_the_limit_is_never_allowed() {
    let mut user = User::new(without_cooldowns());
    for _ in 0..3 {
        let until = user.now + 60_000;
        assert_eq!(user.start_with(10).kind, DecisionKind::Deny(Denial::TooManySends { until }));
        user.wait(100_000);
    }
}
