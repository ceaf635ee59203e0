//! Random sequences of events: ten thousand with the same decisions in the crate and in the naive model, and those of large limits.

use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use verigator_gateway::{
    DecisionKind, Event, Lockout, Method, Policy, SendLimit, SharedEvent, SharedLimit, UserEvent, VerificationId, step,
};

use crate::model::Model;
use crate::user::{BEGIN, User, other_pin};

/// An event, or time that passes; settlements name one of the reservations so far, or one that never existed.
#[derive(Debug, Clone)]
enum Move {
    Wait(u64),
    /// The method, and the number of messages.
    Start(Method, u64),
    /// One of three PINs.
    Attempt(u64),
    /// An earlier reservation whose decision was lost.
    Repeat(usize),
    /// The kind of the settlement, and how many reservations and attempts ago its own were.
    Settle(u8, usize, usize),
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
        4 => (method, prop_oneof![3 => Just(1_u64), 1 => 2_u64..4]).prop_map(|(method, sends)| Move::Start(method, sends)),
        5 => (0_u64..3).prop_map(Move::Attempt),
        2 => (0_usize..4).prop_map(Move::Repeat),
        8 => (0_u8..9, 0_usize..4, 0_usize..4).prop_map(|(kind, back, attempt)| Move::Settle(kind, back, attempt)),
    ];
    proptest::collection::vec(one, 1..40)
}

/// `id` is a number that no other settlement has.
fn settlement(kind: u8, reservation: u64, attempt: u64, id: u64) -> UserEvent {
    match kind {
        0 => UserEvent::CommitSend { reservation, method: Method::Sms },
        1 => UserEvent::CommitSend { reservation, method: Method::Totp },
        2 => UserEvent::RefundSend { reservation },
        3 => UserEvent::Unlock,
        4 => UserEvent::Verified { reservation, pin: other_pin(id % 3) },
        7 | 8 => {
            let text = format!("vid{id},;%2C");
            let number = u16::from(id.is_multiple_of(5));
            UserEvent::CommitVerification {
                reservation,
                id: VerificationId::parse(&text).unwrap(),
                valid_ms: id % 12,
                number,
            }
        }
        5 => UserEvent::Rejected { reservation, attempt, pin: other_pin(id % 3) },
        _ => UserEvent::RefundAttempt { reservation, attempt },
    }
}

/// Returns the configuration for a number of cases, and for as many times more as `cargo xtask soak` asks for.
pub(crate) fn dose(cases: u32) -> ProptestConfig {
    let times = std::env::var("SOAK").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    ProptestConfig { cases: cases.saturating_mul(times), failure_persistence: None, ..ProptestConfig::default() }
}

fn nth_last<T: Clone>(list: &[T], back: usize, otherwise: T) -> T {
    list.iter().rev().nth(back).cloned().unwrap_or(otherwise)
}

proptest! {
    #![proptest_config(dose(2_000))]

    #[test]
    fn every_sequence_of_events_has_the_decisions_of_the_naive_model(policy in policies(), moves in moves()) {
        let (mut user, mut model, mut reservations) = (User::new(policy.clone()), Model::default(), vec![]);
        let (mut attempts, mut reserving) = (vec![], vec![]);
        for one in moves {
            let event = match one {
                Move::Wait(milliseconds) => {
                    user.wait(milliseconds);
                    UserEvent::Status
                }
                Move::Start(method, sends) => UserEvent::ReserveSend { method, id: user.new_id(), sends },
                Move::Attempt(pin) => UserEvent::ReserveAttempt { id: user.new_id(), pin: other_pin(pin) },
                Move::Repeat(back) => nth_last(&reserving, back, UserEvent::Status),
                Move::Settle(kind, back, attempt) => {
                    let reservation = nth_last(&reservations, back, BEGIN);
                    settlement(kind, reservation, nth_last(&attempts, attempt, BEGIN), user.new_id())
                }
            };
            match event {
                UserEvent::ReserveAttempt { id, .. } => {
                    attempts.push(id);
                    reserving.push(event.clone());
                }
                UserEvent::ReserveSend { .. } => reserving.push(event.clone()),
                _ => {}
            }
            let decision = user.apply(event.clone());
            let expected = model.apply(event.clone(), user.now, &policy);
            let ids: Vec<_> = decision.verifications.iter().map(|id| id.as_str().to_owned()).collect();
            prop_assert_eq!((decision.kind, decision.status, ids), (expected.kind, expected.status, expected.ids), "{:?}", event);
            if let Some(reservation) = expected.reservation {
                prop_assert_eq!(decision.reservation, reservation);
                reservations.push(reservation);
            }
        }
    }
}

proptest! {
    #![proptest_config(dose(300))]

    #[test]
    fn no_stored_text_makes_a_step_panic(
        text in ".{0,40}",
        fields in proptest::collection::vec(any::<u64>(), 14),
        event in 0_usize..3,
    ) {
        let (method, id) = (Method::Sms, 7);
        let event = UserEvent::clone(&[UserEvent::ReserveSend { method, id, sends: 1 }, UserEvent::ReserveAttempt { id, pin: other_pin(id) }, UserEvent::Status][event]);
        let event = Event::User { event, now: fields[0], policy: Policy::default() };
        for state in [text, stored_state(&fields)] {
            if let Ok(next) = step(&state, &event, None) {
                prop_assert!(next.state.is_none_or(|state| state.is_empty() || step(&state, &event, None).is_ok()));
            }
        }
    }

    #[test]
    fn clocks_that_differ_never_allow_more_than_the_limit(times in proptest::collection::vec(any::<u8>(), 1..50)) {
        let limit = SendLimit { count: 3, window_ms: 100_000 };
        let (mut state, mut allowed) = (String::new(), 0);
        for (id, time) in (1..).zip(times) {
            let now = BEGIN + u64::from(time);
            let event = Event::Shared { event: SharedEvent::Reserve { id }, now, limit: limit.into(), settled: vec![] };
            let next = step(&state, &event, None).unwrap();
            allowed += u64::from(next.decision.kind == DecisionKind::Allow);
            state = next.state.unwrap_or(state);
        }
        prop_assert!(allowed <= limit.count);
    }
}

/// A user's state with arbitrary numbers, as a database that somebody edited could hold.
fn stored_state(fields: &[u64]) -> String {
    let [_, a, b, c, d, e, f, g, h, i, j, k, l, m] = fields else { panic!("expected 14 fields") };
    let sends = format!("[{a},{b}]");
    let authentication = format!(r#"[{c},"sms",{d},{e},{f},{g},{h},{i},[{a},{b}],{m}]"#);
    let number = u16::try_from(k % 65_536).unwrap();
    format!(
        r#"user2[[{a},{b},{c}],[{sends},[{authentication}],[{j},{k},{l},{a}],[{c},"sms",{m}],true,[[{c},"vid",{l},{number}]]]]"#
    )
}

proptest! {
    #![proptest_config(dose(100))]

    #[test]
    fn a_limit_that_counts_in_buckets_is_never_exceeded_and_a_hundredth_of_the_window_late_at_most(
        (count, window_ms) in (401_u64..460, 100_u64..3_000),
        moves in proptest::collection::vec((0_u64..12, any::<proptest::sample::Index>(), 0_u8..8), 1..1_200),
    ) {
        let limit = SharedLimit::from(SendLimit { count, window_ms });
        let (mut state, mut now, mut sent, mut id) = (String::new(), BEGIN, Vec::new(), 0_u64);
        for (wait_ms, refunded, kind) in moves {
            now += wait_ms;
            id += 1;
            let event = match kind {
                0 if !sent.is_empty() => {
                    // Sends that are older than 15 s are settled, and stay counted.
                    let (_, id) = sent.swap_remove(refunded.index(sent.len()));
                    SharedEvent::Refund { id }
                }
                _ => SharedEvent::Reserve { id },
            };
            let after = step(&state, &Event::Shared { event, now, limit: limit.clone(), settled: vec![] }, None).unwrap();
            state = after.state.unwrap_or(state);
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
