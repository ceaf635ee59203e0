//! PIN attempts, the expiry of an authentication, and lockout, each at its exact boundary.

use crate::user::{BEGIN, User, other_pin, right_pin};
use verigator_gateway::{DecisionKind, Denial, Lockout, Method, Policy, SendLimit, UserEvent};

/// A policy that lets a user start often enough to be locked out.
fn locking(failures: u64) -> Policy {
    Policy {
        resend_cooldowns_ms: vec![],
        sends_per_user: SendLimit { count: 100, window_ms: 600_000 },
        lockout: Lockout { failures, duration_ms: 3_600_000 },
        ..Policy::default()
    }
}

#[test]
fn of_a_hundred_concurrent_attempts_exactly_five_are_allowed() {
    let mut user = User::new(Policy::default());
    user.started();
    let allowed = (0..100).filter(|_| user.attempt().kind == DecisionKind::Allow).count();
    assert_eq!(allowed, 5);
    assert_eq!(user.attempt().kind, DecisionKind::Deny(Denial::AttemptsExhausted { until: BEGIN + 30_000 }));
}

#[test]
fn attempts_left_counts_down_with_each_reservation() {
    let mut user = User::new(Policy::default());
    user.started();
    let left: Vec<_> = (0..6).map(|_| user.attempt().status.attempts_left).collect();
    assert_eq!(left, [Some(4), Some(3), Some(2), Some(1), Some(0), Some(0)]);
}

#[test]
fn an_attempt_without_an_authentication_is_denied() {
    let mut user = User::new(Policy::default());
    assert_eq!(user.attempt().kind, DecisionKind::Deny(Denial::NotStarted));
    assert_eq!(user.state, "");
}

#[test]
fn an_authentication_expires_to_the_millisecond() {
    let mut user = User::new(Policy::default());
    user.started();
    user.wait(599_999);
    assert_eq!(user.attempt().kind, DecisionKind::Allow);
    user.wait(1);
    assert_eq!(user.attempt().kind, DecisionKind::Deny(Denial::NotStarted));
}

#[test]
fn an_attempt_is_refunded_once() {
    let mut user = User::new(Policy::default());
    let reservation = user.started();
    user.attempt();
    let first = user.attempted;
    user.attempt();
    user.attempt();
    for _ in 0..3 {
        user.apply(UserEvent::RefundAttempt { reservation, attempt: first });
        assert_eq!(user.status().attempts_left, Some(3), "the others are under way");
    }
}

#[test]
fn an_attempt_whose_decision_was_lost_gets_it_again_and_counts_once() {
    let mut user = User::new(Policy::default());
    let reservation = user.started();
    let lost = user.attempt();
    user.wrong();
    for _ in 0..3 {
        let decision =
            user.apply(UserEvent::ReserveAttempt { id: user.attempted - 1, pin: other_pin(user.attempted - 1) });
        assert_eq!((decision.kind, decision.reservation), (lost.kind, reservation));
        assert_eq!(decision.status.attempts_left, Some(3));
    }
}

#[test]
fn a_wrong_pin_that_is_settled_twice_counts_once() {
    let mut user = User::new(locking(1));
    let reservation = user.started();
    let attempts: Vec<_> = (0..5).map(|_| (user.attempt(), user.attempted).1).collect();
    for _ in 0..5 {
        user.apply(UserEvent::Rejected { reservation, attempt: attempts[0], pin: other_pin(attempts[0]) });
    }
    assert_eq!(user.locked_until(), None, "four of five are under way");
}

#[test]
fn the_right_pin_ends_the_authentication_and_is_remembered_until_its_expiry() {
    let mut user = User::new(Policy::default());
    let generation = user.started();
    user.attempt();
    let view = user.apply(UserEvent::Verified { reservation: generation, pin: right_pin() }).status;
    assert_eq!((view.started, view.verified, view.method), (true, true, Some(Method::Sms)));
    assert_eq!(user.attempt().kind, DecisionKind::Deny(Denial::NotStarted));
    user.wait(599_999);
    assert!(user.status().verified);
    user.wait(1);
    assert!(!user.status().verified);
}

#[test]
fn a_right_pin_counts_although_the_authentication_expired_in_the_meantime() {
    let mut user = User::new(locking(1));
    let generation = user.started();
    user.wait(599_999);
    user.attempt();
    user.wait(2);
    assert_eq!(user.start().kind, DecisionKind::Decoy, "an attempt without an outcome counts as wrong");
    assert!(user.apply(UserEvent::Verified { reservation: generation, pin: right_pin() }).status.verified);
    assert_eq!(user.start().kind, DecisionKind::Allow, "and no longer counts once the PIN was right");
}

#[test]
fn a_late_wrong_pin_does_not_affect_a_newer_authentication() {
    let mut user = User::new(Policy::default());
    let first = user.started();
    user.attempt();
    user.wait(30_000);
    user.started();
    user.apply(UserEvent::Rejected { reservation: first, attempt: user.attempted, pin: other_pin(user.attempted) });
    user.apply(UserEvent::RefundAttempt { reservation: first, attempt: user.attempted });
    assert_eq!(user.status().attempts_left, Some(5));
}

#[test]
fn a_right_pin_for_an_earlier_authentication_keeps_a_newer_one_active() {
    let mut user = User::new(Policy::default());
    let first = user.started();
    user.attempt();
    user.wait(30_000);
    let second = user.start().reservation;
    assert!(user.apply(UserEvent::Verified { reservation: first, pin: right_pin() }).status.verified);
    assert_eq!(user.attempt().reservation, second);
}

#[test]
fn the_tenth_failure_in_a_row_locks_the_user_out_for_an_hour() {
    let mut user = User::new(locking(10));
    for _ in 0..9 {
        user.fail();
    }
    assert_eq!(user.start().kind, DecisionKind::Allow);
    user.fail();
    assert_eq!(user.start().kind, DecisionKind::Decoy);
    user.now = BEGIN + 3_599_999;
    assert_eq!(user.start().kind, DecisionKind::Decoy);
    user.wait(1);
    assert_eq!(user.start().kind, DecisionKind::Allow);
}

#[test]
fn a_locked_out_user_gets_the_same_status_as_any_other() {
    let (mut locked, mut other) = (User::new(locking(1)), User::new(locking(100)));
    for user in [&mut locked, &mut other] {
        user.fail();
        user.wait(1_000);
        user.started();
    }
    for _ in 0..7 {
        assert_eq!(locked.status(), other.status());
        let (decoy, real) = (locked.wrong(), other.wrong());
        assert_eq!(decoy == DecisionKind::Decoy, real == DecisionKind::Allow);
    }
    assert_eq!(locked.status(), other.status());
}

#[test]
fn a_decoy_falls_back_to_sms_like_the_api() {
    let mut user = User::new(locking(1));
    let decision = user.start_by(Method::Totp);
    user.apply(UserEvent::CommitSend { reservation: decision.reservation, method: Method::Sms });
    while user.wrong() == DecisionKind::Allow {}
    let decoy = user.start_by(Method::Totp);
    assert_eq!((decoy.kind, decoy.status.method), (DecisionKind::Decoy, Some(Method::Sms)));
}

#[test]
fn lockouts_after_the_first_grow_from_a_64th_to_all_of_its_length() {
    let mut user = User::new(locking(2));
    user.fail();
    user.fail();
    assert_eq!(user.locked_until(), Some(BEGIN + 3_600_000));
    user.now = BEGIN + 3_600_000;
    for part in [64, 32, 16, 8, 4, 2, 1] {
        user.fail();
        let locked_until = user.now + 3_600_000 / part;
        assert_eq!(user.locked_until(), Some(locked_until), "1/{part}");
        user.now = locked_until;
    }
    user.fail();
    assert_eq!(user.locked_until(), Some(user.now + 3_600_000), "a guesser who never pauses stays at the whole length");
}

#[test]
fn one_wrong_pin_an_hour_keeps_nobody_locked_out() {
    let mut user = User::new(locking(2));
    user.fail();
    user.fail();
    for _ in 0..24 {
        user.wait(3_600_000);
        user.started();
        user.wrong();
        user.started();
        assert_eq!(user.locked_until(), Some(user.now + 56_250));
        user.wait(56_250);
        assert_eq!(user.start().kind, DecisionKind::Allow);
    }
}

#[test]
fn a_success_resets_the_failures() {
    let mut user = User::new(locking(2));
    user.fail();
    user.fail();
    user.wait(3_600_000);
    let reservation = user.started();
    user.attempt();
    user.apply(UserEvent::Verified { reservation, pin: right_pin() });
    user.fail();
    assert_eq!(user.start().kind, DecisionKind::Allow);
}

#[test]
fn the_operator_ends_a_lockout_and_resets_the_failures() {
    let mut user = User::new(locking(2));
    user.fail();
    user.fail();
    assert!(user.locked_until().is_some());
    user.apply(UserEvent::Unlock);
    assert_eq!(user.locked_until(), None);
    user.fail();
    assert_eq!(user.start().kind, DecisionKind::Allow);
}

#[test]
fn an_unlocked_user_starts_at_once_although_a_decoy_was_started_and_the_send_stays_counted() {
    let sends_per_user = SendLimit { count: 3, window_ms: 600_000 };
    let mut user = User::new(Policy {
        sends_per_user,
        lockout: Lockout { failures: 1, duration_ms: 3_600_000 },
        ..Policy::default()
    });
    user.fail();
    user.wait(30_000);
    assert_eq!(user.start().kind, DecisionKind::Decoy);
    user.apply(UserEvent::Unlock);
    let earlier = Denial::AttemptsExhausted { until: BEGIN + 30_000 };
    assert_eq!(user.attempt().kind, DecisionKind::Deny(earlier), "the decoy is gone");
    assert_eq!(user.start().kind, DecisionKind::Allow);
    assert_eq!(user.status().resend_at, Some(BEGIN + 600_000), "three sends");
}

#[test]
fn only_the_event_that_locks_the_user_out_says_so() {
    let mut user = User::new(locking(1));
    user.started();
    let is_lockout_new: Vec<_> = (0..5).map(|_| user.rejected().is_lockout_new).collect();
    assert_eq!(is_lockout_new, [false, false, false, false, true]);
    assert!(!user.start().is_lockout_new);
}

#[test]
fn a_right_pin_that_is_settled_twice_counts_once() {
    let mut user = User::new(Policy::default());
    let reservation = user.started();
    user.attempt();
    let first = user.apply(UserEvent::Verified { reservation, pin: right_pin() });
    user.wait(1_000);
    assert_eq!(user.apply(UserEvent::Verified { reservation, pin: right_pin() }), first);
}

#[test]
fn starting_anew_is_a_failure_only_after_a_wrong_pin() {
    let mut user = User::new(locking(1));
    user.started();
    user.started();
    assert_eq!(user.wrong(), DecisionKind::Allow);
    assert_eq!(user.start().kind, DecisionKind::Decoy);
}

#[test]
fn a_lockout_for_an_expired_authentication_starts_at_its_expiry() {
    let mut user = User::new(locking(1));
    user.started();
    user.wrong();
    user.now = BEGIN + 600_000 + 3_599_999;
    assert_eq!(user.start().kind, DecisionKind::Decoy);
    user.wait(1);
    assert_eq!(user.start().kind, DecisionKind::Allow);
}

#[test]
fn failures_are_forgotten_after_thirty_days() {
    let thirty_days_ms = 30 * 24 * 3_600_000;
    let mut user = User::new(locking(2));
    user.fail();
    assert_eq!(user.forget_after_ms, thirty_days_ms);
    user.wait(thirty_days_ms - 1);
    user.fail();
    assert_eq!(user.start().kind, DecisionKind::Decoy);

    let mut user = User::new(locking(2));
    user.fail();
    user.wait(thirty_days_ms);
    user.fail();
    assert_eq!(user.start().kind, DecisionKind::Allow);
}
