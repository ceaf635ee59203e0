use proptest::prelude::*;

use super::{LONGEST_RETRY_AFTER_MS, Symptom, delay_ms};
use crate::operation::Effect::{self, Creates, Deletes, Reads, Spends};
use Symptom::{Broken, Final, TimedOut, Unreached};

const ALL: [Effect; 4] = [Reads, Deletes, Creates, Spends];

fn answered(status: u16) -> Symptom {
    Symptom::Answered { status, retry_after_ms: None }
}

fn answered_with_retry_after(status: u16) -> Symptom {
    Symptom::Answered { status, retry_after_ms: Some(3_000) }
}

/// Whether the first failure is followed by a second attempt, for each effect in the order of `ALL`.
#[track_caller]
fn repeats(symptom: Symptom, expected: [bool; 4]) {
    let repeated = ALL.map(|effect| delay_ms(effect, symptom, 1, 2, 0.5).is_some());
    assert_eq!(repeated, expected, "{symptom:?}: reads, deletes, creates, spends");
}

#[test]
fn what_certainly_never_arrived_is_repeated_whatever_it_does() {
    repeats(Unreached, [true, true, true, true]);
}

#[test]
fn a_broken_connection_or_a_timeout_is_never_followed_by_a_second_sms_or_pin_or_creation() {
    repeats(Broken, [true, true, false, false]);
    repeats(TimedOut, [true, true, false, false]);
}

#[test]
fn reads_and_deletes_are_repeated_after_408_429_and_5xx() {
    for status in [408, 429, 500, 501, 502, 503, 504, 599] {
        repeats(answered(status), [true, true, false, false]);
    }
}

#[test]
fn with_retry_after_429_and_503_are_followed_by_anything() {
    repeats(answered_with_retry_after(429), [true, true, true, true]);
    repeats(answered_with_retry_after(503), [true, true, true, true]);
}

#[test]
fn retry_after_on_another_status_makes_no_creation_safe() {
    for status in [408, 500, 502, 504] {
        repeats(answered_with_retry_after(status), [true, true, false, false]);
    }
}

#[test]
fn no_other_4xx_is_ever_repeated() {
    for status in (400..500).filter(|status| ![408, 429].contains(status)) {
        repeats(answered(status), [false; 4]);
        repeats(answered_with_retry_after(status), [false; 4]);
    }
}

#[test]
fn a_redirect_or_nonsense_is_never_repeated() {
    repeats(Final, [false; 4]);
}

#[test]
fn attempts_end_with_the_last_retry() {
    assert!(delay_ms(Reads, TimedOut, 2, 2, 0.5).is_some());
    assert_eq!(delay_ms(Reads, TimedOut, 3, 2, 0.5), None);
    assert_eq!(delay_ms(Reads, TimedOut, 1, 0, 0.5), None);
}

#[test]
fn back_off_doubles_from_half_a_second_to_eight_seconds() {
    let longest = |attempt| delay_ms(Reads, Broken, attempt, 100, 0.999_999_9).unwrap() + 1;
    assert_eq!([1, 2, 3, 4, 5, 6, 40].map(longest), [500, 1000, 2000, 4000, 8000, 8000, 8000]);
}

#[test]
fn back_off_is_fully_jittered() {
    assert_eq!(delay_ms(Reads, Broken, 1, 2, 0.0), Some(0));
    assert_eq!(delay_ms(Reads, Broken, 1, 2, 0.5), Some(250));
}

#[test]
fn retry_after_is_kept_to_up_to_a_minute_and_beyond_it_the_error_comes_at_once() {
    let after = |retry_after_ms| {
        delay_ms(Reads, Symptom::Answered { status: 503, retry_after_ms: Some(retry_after_ms) }, 1, 2, 0.5)
    };
    assert_eq!(after(0), Some(0));
    assert_eq!(after(7_000), Some(7_000));
    assert_eq!(after(LONGEST_RETRY_AFTER_MS), Some(60_000));
    assert_eq!(after(LONGEST_RETRY_AFTER_MS + 1), None);
}

fn symptoms() -> impl Strategy<Value = Symptom> {
    let answers = (100_u16..=999, proptest::option::of(any::<u32>()));
    prop_oneof![
        Just(Unreached),
        Just(Broken),
        Just(TimedOut),
        Just(Final),
        answers.prop_map(|(status, retry_after_ms)| Symptom::Answered { status, retry_after_ms }),
    ]
}

proptest! {
    #[test]
    fn nothing_is_repeated_more_often_than_allowed_nor_after_more_than_a_minute(
        effect in proptest::sample::select(ALL.to_vec()),
        symptom in symptoms(),
        attempt in 1_u32..,
        max_retries: u32,
        chance in 0.0..1.0_f64,
    ) {
        if let Some(delay) = delay_ms(effect, symptom, attempt, max_retries, chance) {
            prop_assert!(attempt <= max_retries);
            prop_assert!(delay <= LONGEST_RETRY_AFTER_MS);
        }
    }

    #[test]
    fn what_costs_money_is_repeated_only_when_it_was_never_seen_or_the_server_asks(symptom in symptoms()) {
        if delay_ms(Spends, symptom, 1, 9, 0.5).is_some() {
            let asked = matches!(symptom, Symptom::Answered { status: 429 | 503, retry_after_ms: Some(_) });
            prop_assert!(asked || symptom == Unreached);
        }
    }
}
