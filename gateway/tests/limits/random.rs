//! Ten thousand random sequences of events, each with the same outcome in the crate and in the naive model.

use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use verigator_gateway::{Event, LockOut, Method, Outcome, Policy, SendLimit, UserEvent, Verdict, step};

use crate::model::Model;
use crate::user::{BEGIN, User};

/// An event, and how long after the one before; settlements name one of the grants so far, or one that never was.
#[derive(Debug, Clone)]
enum Move {
    Wait(u64),
    Start(Method),
    Attempt,
    Settle(u8, usize),
}

/// Short spans, so that a sequence meets every boundary, and meets it exactly.
fn policies() -> impl Strategy<Value = Policy> {
    let limits = (1_u64..4, 1_u64..4, 1_u64..12);
    (proptest::collection::vec(0_u64..6, 0..4), 1_u64..4, limits, 1_u64..5, 1_u64..14, 1_u64..10).prop_map(
        |(cool_downs_ms, max_attempts, (_, count, window_ms), failures, duration_ms, authentication_ms)| Policy {
            cool_downs_ms,
            max_attempts,
            sends_per_user: SendLimit { count, window_ms },
            lock_out: LockOut { failures, duration_ms },
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

fn settlement(kind: u8, grant: u64) -> UserEvent {
    match kind {
        0 => UserEvent::Started(grant, Method::Sms),
        1 => UserEvent::Started(grant, Method::Totp),
        2 => UserEvent::StartFailed(grant),
        3 => UserEvent::StartUncertain(grant),
        4 => UserEvent::Right(grant),
        5 => UserEvent::Wrong(grant),
        _ => UserEvent::Unjudged(grant),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_sequence_of_events_ends_as_in_the_naive_model(policy in policies(), moves in moves()) {
        let (mut user, mut model, mut grants) = (User::new(policy.clone()), Model::default(), vec![]);
        for one in moves {
            let event = match one {
                Move::Wait(milliseconds) => {
                    user.wait(milliseconds);
                    UserEvent::Status
                }
                Move::Start(method) => UserEvent::Start(method),
                Move::Attempt => UserEvent::Attempt,
                Move::Settle(kind, back) => settlement(kind, grants.iter().rev().nth(back).copied().unwrap_or(BEGIN - 1)),
            };
            let verdict = user.apply(event);
            let (outcome, grant, view) = model.apply(event, user.now, &policy);
            prop_assert_eq!((verdict.outcome, verdict.view), (outcome, view), "{:?}", event);
            if let Some(grant) = grant {
                prop_assert_eq!(verdict.grant, grant);
                grants.push(grant);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_a_step_panic(state in "(\\[1(,[0-9]{1,20}){0,30}\\])|.{0,40}", event in "\\[[0-9]{1,2}(,[0-9]{1,20}){3,20}\\]") {
        if let Ok(event) = Event::from_row(&event) && let Ok(next) = step(&state, &event) {
            prop_assert!(Verdict::from_row(&next.verdict.to_row()).is_ok());
            prop_assert!(next.state.is_empty() || step(&next.state, &event).is_ok());
        }
    }

    #[test]
    fn clocks_that_differ_never_let_more_through_than_the_limit(times in proptest::collection::vec(any::<u8>(), 1..50)) {
        let limit = SendLimit { count: 3, window_ms: 100_000 };
        let mut state = String::new();
        let mut granted = 0;
        for time in times {
            let event = Event::Sends { event: verigator_gateway::SendEvent::Send, now: BEGIN + u64::from(time), limit };
            let next = step(&state, &event).unwrap();
            granted += u64::from(next.verdict.outcome == Outcome::Granted);
            state = next.state;
        }
        prop_assert!(granted <= limit.count);
    }
}
