use proptest::prelude::*;

use super::{FailureKind, MAX_RETRY_AFTER_MS, delay_ms};
use crate::api::Idempotency::{self, Delete, NotIdempotent, Read};
use FailureKind::{ConnectionLost, Final, NotConnected, TimedOut};

const ALL: [Idempotency; 3] = [Read, Delete, NotIdempotent];

fn status(status: u16) -> FailureKind {
    FailureKind::Status { status, retry_after_ms: None }
}

fn status_with_retry_after(status: u16) -> FailureKind {
    FailureKind::Status { status, retry_after_ms: Some(3_000) }
}

/// Checks whether the first failure is followed by a second attempt, for a read, a delete, and a request that is not idempotent.
#[track_caller]
fn retries(failure: FailureKind, expected: [bool; 3]) {
    let retried = ALL.map(|idempotency| delay_ms(idempotency, failure, 1, 2, 0.5).is_some());
    assert_eq!(retried, expected, "{failure:?}: read, delete, not idempotent");
}

#[test]
fn a_request_that_certainly_never_arrived_is_retried_whatever_it_does() {
    retries(NotConnected, [true, true, true]);
}

#[test]
fn a_lost_connection_or_a_timeout_never_leads_to_a_second_sms_or_pin_attempt_or_creation() {
    retries(ConnectionLost, [true, true, false]);
    retries(TimedOut, [true, true, false]);
}

#[test]
fn reads_and_deletes_are_retried_after_408_429_and_5xx() {
    for code in [408, 429, 500, 501, 502, 503, 504, 599] {
        retries(status(code), [true, true, false]);
    }
}

#[test]
fn any_request_is_retried_after_429_with_retry_after() {
    retries(status_with_retry_after(429), [true, true, true]);
}

#[test]
fn retry_after_with_any_other_status_makes_no_second_sms_or_pin_attempt_or_creation_safe() {
    for code in [408, 500, 502, 503, 504] {
        retries(status_with_retry_after(code), [true, true, false]);
    }
}

#[test]
fn no_other_4xx_is_ever_retried() {
    for code in (400..500).filter(|code| ![408, 429].contains(code)) {
        retries(status(code), [false; 3]);
        retries(status_with_retry_after(code), [false; 3]);
    }
}

#[test]
fn a_redirect_or_an_invalid_response_is_never_retried() {
    retries(Final, [false; 3]);
}

#[test]
fn a_request_that_never_arrived_or_was_refused_by_a_429_has_certainly_not_acted() {
    for failure in [NotConnected, status(429), status_with_retry_after(429)] {
        assert!(!failure.may_have_acted(), "{failure:?}");
    }
    for failure in [ConnectionLost, TimedOut, status(408), status(500), status(503), status_with_retry_after(503)] {
        assert!(failure.may_have_acted(), "{failure:?}");
    }
}

#[test]
fn attempts_end_with_the_last_retry() {
    assert!(delay_ms(Read, TimedOut, 2, 2, 0.5).is_some());
    assert_eq!(delay_ms(Read, TimedOut, 3, 2, 0.5), None);
    assert_eq!(delay_ms(Read, TimedOut, 1, 0, 0.5), None);
}

#[test]
fn backoff_doubles_from_half_a_second_to_eight_seconds() {
    let longest = |attempt| delay_ms(Read, ConnectionLost, attempt, 100, 0.999_999_9).unwrap() + 1;
    assert_eq!([1, 2, 3, 4, 5, 6, 40].map(longest), [500, 1000, 2000, 4000, 8000, 8000, 8000]);
}

#[test]
fn backoff_is_fully_jittered() {
    assert_eq!(delay_ms(Read, ConnectionLost, 1, 2, 0.0), Some(0));
    assert_eq!(delay_ms(Read, ConnectionLost, 1, 2, 0.5), Some(250));
}

#[test]
fn retry_after_is_waited_for_up_to_a_minute_and_beyond_it_the_call_fails_at_once() {
    let after = |retry_after_ms| {
        delay_ms(Read, FailureKind::Status { status: 503, retry_after_ms: Some(retry_after_ms) }, 1, 2, 0.5)
    };
    assert_eq!(after(0), Some(0));
    assert_eq!(after(7_000), Some(7_000));
    assert_eq!(after(MAX_RETRY_AFTER_MS), Some(60_000));
    assert_eq!(after(MAX_RETRY_AFTER_MS + 1), None);
}

fn failures() -> impl Strategy<Value = FailureKind> {
    let statuses = (100_u16..=999, proptest::option::of(any::<u32>()));
    prop_oneof![
        Just(NotConnected),
        Just(ConnectionLost),
        Just(TimedOut),
        Just(Final),
        statuses.prop_map(|(status, retry_after_ms)| FailureKind::Status { status, retry_after_ms }),
    ]
}

proptest! {
    #[test]
    fn no_request_is_retried_more_often_than_allowed_or_after_more_than_a_minute(
        idempotency in proptest::sample::select(ALL.to_vec()),
        failure in failures(),
        attempt in 1_u32..,
        max_retries: u32,
        random in 0.0..1.0_f64,
    ) {
        if let Some(delay) = delay_ms(idempotency, failure, attempt, max_retries, random) {
            prop_assert!(attempt <= max_retries);
            prop_assert!(delay <= MAX_RETRY_AFTER_MS);
        }
    }

    #[test]
    fn a_request_that_is_not_idempotent_is_retried_only_if_it_never_arrived_or_a_429_asks_for_it(failure in failures()) {
        if delay_ms(NotIdempotent, failure, 1, 9, 0.5).is_some() {
            let is_asked_for = matches!(failure, FailureKind::Status { status: 429, retry_after_ms: Some(_) });
            prop_assert!(is_asked_for || failure == NotConnected);
        }
    }
}
