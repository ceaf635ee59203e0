//! When a failed attempt is followed by another, and how long after: the whole policy, as a table without I/O.
//!
//! A paid SMS must never go out twice by accident, and a PIN that may have been judged must not be judged again. So
//! what counts is not the HTTP verb but what a second request would do ([`Effect`]) and how much is known of the first.

use crate::operation::Effect;

/// The longest wait that a server's Retry-After is granted; beyond it the caller gets the error at once.
pub(crate) const LONGEST_RETRY_AFTER_MS: u32 = 60_000;
const FIRST_BACK_OFF_MS: u32 = 500;
const LONGEST_BACK_OFF_MS: u32 = 8_000;

/// What is known of an attempt that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Symptom {
    /// No connection came about, so the server has certainly not seen the request.
    Unreached,
    /// The connection broke, or it is not known whether there was one.
    Broken,
    /// The time limit passed.
    TimedOut,
    /// The server answered with a status that is no success, and perhaps with Retry-After.
    Answered { status: u16, retry_after_ms: Option<u32> },
    /// Anything that a second attempt would not change: a redirect, an answer that makes no sense.
    Final,
}

/// Says how many milliseconds to wait before the next attempt, or `None` where there must be none.
///
/// `attempt` counts from 1, `chance` is drawn evenly from 0 up to 1.
pub(crate) fn delay_ms(effect: Effect, symptom: Symptom, attempt: u32, max_retries: u32, chance: f64) -> Option<u32> {
    if attempt > max_retries || !is_safe(effect, symptom) {
        return None;
    }
    match symptom {
        Symptom::Answered { retry_after_ms: Some(asked), .. } => (asked <= LONGEST_RETRY_AFTER_MS).then_some(asked),
        _ => Some(back_off_ms(attempt, chance)),
    }
}

fn is_safe(effect: Effect, symptom: Symptom) -> bool {
    let may_have_arrived_before = matches!(effect, Effect::Creates | Effect::Spends);
    match symptom {
        Symptom::Unreached => true,
        Symptom::Broken | Symptom::TimedOut => !may_have_arrived_before,
        // With Retry-After the server says that it did not do what was asked and wants to be asked again.
        Symptom::Answered { status: 429 | 503, retry_after_ms: Some(_) } => true,
        Symptom::Answered { status: 408 | 429 | 500..=599, .. } => !may_have_arrived_before,
        Symptom::Answered { .. } | Symptom::Final => false,
    }
}

/// Full jitter: anything from nothing up to a bound that doubles with each attempt.
fn back_off_ms(attempt: u32, chance: f64) -> u32 {
    let doublings = attempt.saturating_sub(1).min(8);
    let bound = (FIRST_BACK_OFF_MS << doublings).min(LONGEST_BACK_OFF_MS);
    (f64::from(bound) * chance) as u32
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
