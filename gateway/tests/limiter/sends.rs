//! Send limits, each at its exact boundary.

use crate::user::{BEGIN, User};
use verigator_gateway::{
    Decision, DecisionKind, Denial, Event, Lockout, Method, Policy, SendEvent, SendLimit, UserEvent, step,
};

fn without_cooldowns() -> Policy {
    Policy { resend_cooldowns_ms: vec![], ..Policy::default() }
}

fn send(state: &mut String, event: SendEvent, now: u64) -> Decision {
    let limit = SendLimit { count: 2, window_ms: 1_000 };
    let step = step(state, &Event::Sends { event, now, limit }).unwrap();
    *state = step.state;
    step.decision
}

#[test]
fn each_repeated_send_has_its_cooldown_to_the_millisecond() {
    let policy = Policy { sends_per_user: SendLimit { count: 9, window_ms: 600_000 }, ..Policy::default() };
    let mut user = User::new(policy);
    user.started();
    for cooldown_ms in [30_000, 60_000, 120_000, 120_000] {
        let until = user.now + cooldown_ms;
        user.wait(cooldown_ms - 1);
        assert_eq!(user.start().kind, DecisionKind::Deny(Denial::Cooldown { until }));
        user.wait(1);
        user.started();
    }
}

#[test]
fn cooldowns_start_over_after_a_success() {
    let mut user = User::new(Policy::default());
    let generation = user.started();
    user.attempt();
    user.apply(UserEvent::Verified { reservation: generation });
    user.started();
    assert_eq!(user.status().resend_at, Some(BEGIN + 30_000));
}

#[test]
fn cooldowns_start_over_once_the_authentication_has_expired() {
    let mut user = User::new(Policy::default());
    user.started();
    user.wait(600_000);
    user.started();
    assert_eq!(user.status().resend_at, Some(BEGIN + 600_000 + 30_000));
}

#[test]
fn a_cooldown_can_last_longer_than_the_authentication() {
    let mut user = User::new(Policy { authentication_ms: 1_000, ..Policy::default() });
    user.started();
    user.wait(29_999);
    assert_eq!(user.start().kind, DecisionKind::Deny(Denial::Cooldown { until: BEGIN + 30_000 }));
    user.wait(1);
    user.started();
}

#[test]
fn the_fourth_send_to_a_user_is_allowed_once_the_first_is_600_seconds_old() {
    let mut user = User::new(without_cooldowns());
    for _ in 0..3 {
        user.started();
        user.wait(100);
    }
    user.now = BEGIN + 599_999;
    assert_eq!(user.start().kind, DecisionKind::Deny(Denial::TooManySends { until: BEGIN + 600_000 }));
    user.wait(1);
    user.started();
    assert_eq!(user.start().kind, DecisionKind::Deny(Denial::TooManySends { until: BEGIN + 600_100 }));
}

#[test]
fn a_failed_start_is_refunded() {
    let mut user = User::new(Policy::default());
    for _ in 0..9 {
        let decision = user.start();
        assert_eq!(decision.kind, DecisionKind::Allow);
        user.apply(UserEvent::RefundSend { reservation: decision.reservation });
    }
    assert_eq!((user.state.as_str(), user.forget_after_ms), ("", 0));
}

#[test]
fn a_failed_start_keeps_the_earlier_authentication_active() {
    let mut user = User::new(Policy::default());
    let first = user.started();
    user.wrong();
    user.wait(30_000);
    let second = user.start();
    user.apply(UserEvent::RefundSend { reservation: second.reservation });
    let decision = user.attempt();
    assert_eq!(
        (decision.kind, decision.reservation, decision.status.attempts_left),
        (DecisionKind::Allow, first, Some(3))
    );
}

#[test]
fn a_failed_start_stays_counted_once_a_pin_was_tried_on_it() {
    let mut user = User::new(Policy::default());
    user.started();
    while user.wrong() == DecisionKind::Allow {}
    user.wait(30_000);
    let refunded = user.start();
    assert_eq!(user.wrong(), DecisionKind::Allow);
    user.apply(UserEvent::RefundSend { reservation: refunded.reservation });
    assert_eq!(user.start().kind, DecisionKind::Deny(Denial::Cooldown { until: BEGIN + 90_000 }));
    assert_eq!(user.status().attempts_left, Some(4));
}

#[test]
fn a_failed_start_is_refunded_if_the_pin_that_was_tried_on_it_was_refunded_first() {
    let mut user = User::new(Policy::default());
    let reservation = user.start().reservation;
    user.attempt();
    user.apply(UserEvent::RefundAttempt { reservation });
    user.apply(UserEvent::RefundSend { reservation });
    assert_eq!(user.start().kind, DecisionKind::Allow);
}

#[test]
fn a_second_settlement_refunds_nothing() {
    let mut user = User::new(without_cooldowns());
    let first = user.started();
    user.apply(UserEvent::RefundSend { reservation: first });
    let second = user.start().reservation;
    user.apply(UserEvent::RefundSend { reservation: second });
    user.apply(UserEvent::RefundSend { reservation: second });
    user.started();
    user.started();
    assert!(matches!(user.start().kind, DecisionKind::Deny(Denial::TooManySends { .. })));
}

#[test]
fn a_start_without_a_settlement_stays_counted_with_its_cooldown_and_its_pin_can_be_verified() {
    let mut user = User::new(Policy::default());
    user.start();
    assert_eq!(user.start().kind, DecisionKind::Deny(Denial::Cooldown { until: BEGIN + 30_000 }));
    assert_eq!(user.attempt().kind, DecisionKind::Allow);
    user.now = BEGIN + 90_000;
    user.start();
    user.now = BEGIN + 210_000;
    user.start();
    user.now = BEGIN + 599_999;
    assert_eq!(user.start().kind, DecisionKind::Deny(Denial::TooManySends { until: BEGIN + 600_000 }));
}

#[test]
fn a_user_with_many_unsettled_starts_has_a_small_state() {
    let sends_per_user = SendLimit { count: 1_000_000, window_ms: 3_600_000 };
    let mut user = User::new(Policy { sends_per_user, ..without_cooldowns() });
    for _ in 0..2_000 {
        user.start();
        user.wait(100);
    }
    assert!(user.state.len() < 8_192, "{} bytes", user.state.len());
}

#[test]
fn starts_within_one_millisecond_have_different_reservations() {
    let mut user = User::new(without_cooldowns());
    assert_ne!(user.start().reservation, user.start().reservation);
}

#[test]
fn the_method_is_the_one_that_the_api_used() {
    let mut user = User::new(Policy::default());
    let decision = user.apply(UserEvent::ReserveSend(Method::Totp));
    assert_eq!(
        user.apply(UserEvent::CommitSend { reservation: decision.reservation, method: Method::Sms }).status.method,
        Some(Method::Sms)
    );
}

#[test]
fn sends_of_an_address_stop_counting_when_they_leave_the_window() {
    let mut state = String::new();
    for now in [10, 500] {
        assert_eq!(send(&mut state, SendEvent::Reserve, now).kind, DecisionKind::Allow);
    }
    assert_eq!(
        send(&mut state, SendEvent::Reserve, 1_009).kind,
        DecisionKind::Deny(Denial::TooManySends { until: 1_010 })
    );
    assert_eq!(send(&mut state, SendEvent::Reserve, 1_010).kind, DecisionKind::Allow);
    assert_eq!(
        send(&mut state, SendEvent::Reserve, 1_011).kind,
        DecisionKind::Deny(Denial::TooManySends { until: 1_500 })
    );
}

#[test]
fn a_send_is_refunded_to_its_address() {
    let mut state = String::new();
    let allowed = send(&mut state, SendEvent::Reserve, 10);
    send(&mut state, SendEvent::Reserve, 10);
    send(&mut state, SendEvent::Refund { reservation: allowed.reservation }, 20);
    assert_eq!(send(&mut state, SendEvent::Reserve, 30).kind, DecisionKind::Allow);
    assert_eq!(
        send(&mut state, SendEvent::Reserve, 40).kind,
        DecisionKind::Deny(Denial::TooManySends { until: 1_010 })
    );
}

#[test]
fn a_limit_of_0_sends_denies_each() {
    let mut user = User::new(Policy { sends_per_user: SendLimit { count: 0, window_ms: 5_000 }, ..Policy::default() });
    assert_eq!(user.start().kind, DecisionKind::Deny(Denial::TooManySends { until: BEGIN + 5_000 }));
}

#[test]
fn a_state_of_another_version_is_an_error() {
    let event = Event::Sends { event: SendEvent::Reserve, now: 0, limit: SendLimit { count: 1, window_ms: 1 } };
    for state in
        ["[]", r#"{"sends.v1":[1]}"#, r#"{"sends.v0":[]}"#, r#"{"user.v1":{}}"#, "null", r#"{"sends.v1":["x"]}"#]
    {
        assert!(step(state, &event).is_err(), "{state}");
    }
    let user = Event::User { event: UserEvent::Status, now: 0, policy: Policy::default() };
    assert!(step(r#"{"sends.v1":[5,1]}"#, &user).is_err());
}

#[test]
fn a_large_limit_has_a_small_state_and_never_allows_more() {
    let limit = SendLimit { count: 5_000, window_ms: 3_600_000 };
    let (mut state, mut allowed) = (String::new(), 0);
    for now in (0..2 * limit.window_ms).step_by(600) {
        let event = Event::Sends { event: SendEvent::Reserve, now, limit };
        let step = step(&state, &event).unwrap();
        state = step.state;
        allowed += u64::from(now < limit.window_ms && step.decision.kind == DecisionKind::Allow);
        assert!(state.len() < 2_048, "{} bytes", state.len());
    }
    assert_eq!(allowed, limit.count);
}

#[test]
fn a_send_in_a_bucket_counts_for_its_window_and_a_hundredth_more_at_most() {
    let limit = SendLimit { count: 2_000, window_ms: 1_000_000 };
    let apply = |state: &str, event, now| step(state, &Event::Sends { event, now, limit }).unwrap();
    let first = apply("", SendEvent::Reserve, 1);
    assert_eq!((first.decision.reservation, first.forget_after_ms), (10_000, 1_009_999));
    let second = apply(&first.state, SendEvent::Reserve, 500);
    assert_eq!(second.decision.reservation, 10_000);
    let refund = SendEvent::Refund { reservation: 10_000 };
    let one_left = apply(&second.state, refund, 600);
    assert_eq!(one_left.forget_after_ms, 1_009_400);
    assert_eq!(apply(&one_left.state, refund, 700).state, "");
}

#[test]
fn a_clock_that_once_was_a_year_ahead_denies_nobody_for_longer_than_the_policy() {
    let year_ms = 365 * 24 * 3_600_000;
    let mut user = User::new(Policy { lockout: Lockout { failures: 1, duration_ms: 3_600_000 }, ..Policy::default() });
    user.wait(year_ms);
    user.fail();
    user.now = BEGIN;
    assert_eq!(user.locked_until(), Some(BEGIN + 3_600_000));
    assert_eq!(user.status().resend_at, Some(BEGIN + 30_000));
    assert_eq!(user.status().expires_at, Some(BEGIN + 600_000));
    user.wait(3_600_000);
    assert_eq!(user.start().kind, DecisionKind::Allow);

    let mut state = String::new();
    for _ in 0..2 {
        send(&mut state, SendEvent::Reserve, BEGIN + year_ms);
    }
    let denied = send(&mut state, SendEvent::Reserve, BEGIN).kind;
    assert_eq!(denied, DecisionKind::Deny(Denial::TooManySends { until: BEGIN + 2_000 }));
    assert_eq!(send(&mut state, SendEvent::Reserve, BEGIN + 2_000).kind, DecisionKind::Allow);
}
