//! Send limits, each at its exact boundary.

use crate::shared::{Shared, limit, until};
use crate::user::{BEGIN, User, right_pin};
use verigator_gateway::{DecisionKind, Denial, Event, Lockout, Method, Policy, SendLimit, UserEvent, step};

fn without_cooldowns() -> Policy {
    Policy { resend_cooldowns_ms: vec![], ..Policy::default() }
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
    user.apply(UserEvent::Verified { reservation: generation, pin: right_pin() });
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
    user.apply(UserEvent::RefundAttempt { reservation, attempt: user.attempted });
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
    let decision = user.start_by(Method::Totp);
    assert_eq!(
        user.apply(UserEvent::CommitSend { reservation: decision.reservation, method: Method::Sms }).status.method,
        Some(Method::Sms)
    );
}

#[test]
fn a_limit_of_0_sends_denies_each() {
    let mut user = User::new(Policy { sends_per_user: SendLimit { count: 0, window_ms: 5_000 }, ..Policy::default() });
    assert_eq!(user.start().kind, DecisionKind::Deny(Denial::TooManySends { until: BEGIN + 5_000 }));
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

    let (mut shared, limit) = (Shared::default(), limit(2, 2_000));
    for _ in 0..2 {
        shared.reserve(&limit, BEGIN + year_ms);
    }
    let denied = shared.reserve(&limit, BEGIN);
    assert_eq!((until(&denied), denied.behind_ms), (Some(BEGIN + 2_000), Some(year_ms)));
    assert_eq!(shared.reserve(&limit, BEGIN + 2_000).kind, DecisionKind::Allow);
}

#[test]
fn two_clocks_that_take_turns_pass_no_limit() {
    for difference_ms in [0, 1_000, 3_000, 60_000, 600_000, 1_300_000, 3_600_000, 90_000_000] {
        let (mut user, mut sends) = (User::new(Policy::default()), 0);
        for turn in 0..720 {
            user.now = BEGIN + turn * 5_000 + (turn % 2) * difference_ms;
            sends += u64::from(user.start().kind == DecisionKind::Allow);
        }
        assert!(sends <= 18 + 3, "{sends} sends in an hour, {difference_ms} ms apart");
    }
}

#[test]
fn the_clock_of_the_store_replaces_that_of_the_gateway_and_answers_are_by_the_gateways() {
    let event = |id| {
        let event = UserEvent::ReserveSend { method: Method::Sms, id, sends: 1 };
        Event::User { event, now: BEGIN, policy: Policy::default() }
    };
    let started = step("", &event(1), Some(BEGIN + 500_000)).unwrap();
    assert_eq!(started.decision.status.expires_at, Some(BEGIN + 600_000));
    let denied = step(&started.state.unwrap(), &event(2), Some(BEGIN + 510_000)).unwrap();
    assert_eq!(denied.decision.kind, DecisionKind::Deny(Denial::Cooldown { until: BEGIN + 20_000 }));
    assert_eq!(denied.state, None, "a denied event writes nothing");
}
