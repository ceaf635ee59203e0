//! Random sequences of events: ten thousand with the same decisions in the crate and in the naive model, and those of large limits.

use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use verigator_gateway::{DecisionKind, Event, Lockout, Method, Policy, SendEvent, SendLimit, UserEvent, step};

use crate::model::Model;
use crate::user::{BEGIN, User};

/// An event, or time that passes; settlements name one of the reservations so far, or one that never existed.
#[derive(Debug, Clone)]
enum Move {
    Wait(u64),
    Start(Method),
    Attempt,
    Settle(u8, usize),
}

/// Short times, so that a sequence reaches every boundary exactly.
fn policies() -> impl Strategy<Value = Policy> {
    let limits = (1_u64..4, 1_u64..4, 1_u64..12);
    (proptest::collection::vec(0_u64..6, 0..4), 1_u64..4, limits, 1_u64..5, 1_u64..14, 1_u64..10).prop_map(
        |(resend_cooldowns_ms, max_attempts, (_, count, window_ms), failures, duration_ms, authentication_ms)| Policy {
            resend_cooldowns_ms,
            max_attempts,
            sends_per_user: SendLimit { count, window_ms },
            lockout: Lockout { failures, duration_ms },
            authentication_ms,
            ..Policy::default()
        },
    )
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let method = prop_oneof![Just(Method::Sms), Just(Method::Totp)];
    let one = prop_oneof![
        3 => (0_u64..5).prop_map(Move::Wait),
        1 => prop_oneof![Just(Move::Wait(30 * 24 * 3_600_000)), Just(Move::Wait(30 * 24 * 3_600_000 - 1))],
        4 => method.prop_map(Move::Start),
        5 => Just(Move::Attempt),
        8 => (0_u8..7, 0_usize..4).prop_map(|(kind, back)| Move::Settle(kind, back)),
    ];
    proptest::collection::vec(one, 1..40)
}

fn settlement(kind: u8, reservation: u64) -> UserEvent {
    match kind {
        0 => UserEvent::CommitSend { reservation, method: Method::Sms },
        1 => UserEvent::CommitSend { reservation, method: Method::Totp },
        2 => UserEvent::RefundSend { reservation },
        3 => UserEvent::Unlock,
        4 => UserEvent::Verified { reservation },
        5 => UserEvent::Rejected { reservation },
        _ => UserEvent::RefundAttempt { reservation },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_sequence_of_events_has_the_decisions_of_the_naive_model(policy in policies(), moves in moves()) {
        let (mut user, mut model, mut reservations) = (User::new(policy.clone()), Model::default(), vec![]);
        for one in moves {
            let event = match one {
                Move::Wait(milliseconds) => {
                    user.wait(milliseconds);
                    UserEvent::Status
                }
                Move::Start(method) => UserEvent::ReserveSend(method),
                Move::Attempt => UserEvent::ReserveAttempt,
                Move::Settle(kind, back) => settlement(kind, reservations.iter().rev().nth(back).copied().unwrap_or(BEGIN - 1)),
            };
            let decision = user.apply(event);
            let (kind, reservation, status) = model.apply(event, user.now, &policy);
            prop_assert_eq!((decision.kind, decision.status), (kind, status), "{:?}", event);
            if let Some(reservation) = reservation {
                prop_assert_eq!(decision.reservation, reservation);
                reservations.push(reservation);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_stored_text_makes_a_step_panic(
        text in ".{0,40}",
        fields in proptest::collection::vec(any::<u64>(), 14),
        event in 0_usize..3,
    ) {
        let event = UserEvent::clone(&[UserEvent::ReserveSend(Method::Sms), UserEvent::ReserveAttempt, UserEvent::Status][event]);
        let event = Event::User { event, now: fields[0], policy: Policy::default() };
        for state in [text, stored_state(&fields)] {
            if let Ok(next) = step(&state, &event) {
                prop_assert!(next.state.is_empty() || step(&next.state, &event).is_ok());
            }
        }
    }

    #[test]
    fn clocks_that_differ_never_allow_more_than_the_limit(times in proptest::collection::vec(any::<u8>(), 1..50)) {
        let limit = SendLimit { count: 3, window_ms: 100_000 };
        let mut state = String::new();
        let mut allowed = 0;
        for time in times {
            let event = Event::Sends { event: SendEvent::Reserve, now: BEGIN + u64::from(time), limit };
            let next = step(&state, &event).unwrap();
            allowed += u64::from(next.decision.kind == DecisionKind::Allow);
            state = next.state;
        }
        prop_assert!(allowed <= limit.count);
    }
}

/// A user's state with arbitrary numbers, as a database that somebody edited could hold.
fn stored_state(fields: &[u64]) -> String {
    let [_, a, b, c, d, e, f, g, h, i, j, k, l, m] = fields else { panic!("expected 14 fields") };
    format!(
        r#"{{"user.v1":{{"sends":[{a},{b}],"authentications":[{{"reservation":{c},"method":"sms","countedAt":{d},"resendAt":{e},
        "expiresAt":{f},"consecutiveSends":{g},"used":{h},"rejected":{i},"isDecoy":false,"isSettled":false,"isCounted":false}}],
        "failures":{{"inARow":{j},"lastAt":{k},"lockedUntil":{l},"step":{a}}},"verified":{{"reservation":{c},"method":"sms","until":{m}}},"fallsBack":true}}}}"#
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_limit_that_counts_in_buckets_is_never_exceeded_and_a_hundredth_of_the_window_late_at_most(
        (count, window_ms) in (101_u64..160, 100_u64..3_000),
        moves in proptest::collection::vec((0_u64..12, any::<proptest::sample::Index>(), 0_u8..8), 1..600),
    ) {
        let limit = SendLimit { count, window_ms };
        let (mut state, mut now, mut sent) = (String::new(), BEGIN, Vec::new());
        for (wait_ms, refunded, kind) in moves {
            now += wait_ms;
            let event = match kind {
                0 if !sent.is_empty() => {
                    let (_, reservation) = sent.swap_remove(refunded.index(sent.len()));
                    SendEvent::Refund { reservation }
                }
                _ => SendEvent::Reserve,
            };
            let after = step(&state, &Event::Sends { event, now, limit }).unwrap();
            state = after.state;
            let sent_within = |time_ms: u64| sent.iter().filter(|(at, _)| now - at < time_ms).count() as u64;
            match after.decision.kind {
                DecisionKind::Allow => {
                    prop_assert!(sent_within(window_ms) < count);
                    sent.push((now, after.decision.reservation));
                }
                DecisionKind::Deny(_) => prop_assert!(sent_within(window_ms + window_ms.div_ceil(100)) >= count),
                _ => {}
            }
        }
    }
}
