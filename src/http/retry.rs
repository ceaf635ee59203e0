//! The retry policy: whether a failed attempt is followed by another, and after which delay.
//!
//! A paid SMS must never be sent twice by accident, and a PIN that may have been checked must not be checked again. So the
//! policy depends not on the HTTP method but on what a second request would do ([`Idempotency`]) and on what is known about
//! the first ([`FailureKind`]).

use crate::api::Idempotency;

/// The longest Retry-After that is waited for. If the server asks for more, the call fails at once.
pub(crate) const MAX_RETRY_AFTER_MS: u32 = 60_000;
const FIRST_BACKOFF_MS: u32 = 500;
const MAX_BACKOFF_MS: u32 = 8_000;

/// Why an attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// No connection was established, so the server has certainly not seen the request.
    NotConnected,
    /// The connection was lost, or it is not known whether there was one.
    ConnectionLost,
    TimedOut,
    /// The server responded with an error status.
    Status {
        status: u16,
        retry_after_ms: Option<u32>,
    },
    /// A second attempt would fail in the same way, or must not be made.
    Final,
}

impl FailureKind {
    /// Whether the server may have done what the request asks for.
    pub(super) fn may_have_acted(self) -> bool {
        !matches!(self, FailureKind::NotConnected | FailureKind::Status { status: 429, .. })
    }
}

/// Returns the delay in milliseconds before the next attempt, or `None` if there must be none.
///
/// `attempt` counts from 1, and `random` is from 0 up to 1.
pub(crate) fn delay_ms(
    idempotency: Idempotency,
    failure: FailureKind,
    attempt: u32,
    max_retries: u32,
    random: f64,
) -> Option<u32> {
    if attempt > max_retries || !is_safe(idempotency, failure) {
        return None;
    }
    match failure {
        FailureKind::Status { retry_after_ms: Some(delay), .. } => (delay <= MAX_RETRY_AFTER_MS).then_some(delay),
        _ => Some(backoff_ms(attempt, random)),
    }
}

fn is_safe(idempotency: Idempotency, failure: FailureKind) -> bool {
    let is_idempotent = idempotency != Idempotency::NotIdempotent;
    match failure {
        FailureKind::NotConnected => true,
        FailureKind::ConnectionLost | FailureKind::TimedOut => is_idempotent,
        // The server refused the request and asks for it again. A 503 may come from a proxy after the server has acted.
        FailureKind::Status { status: 429, retry_after_ms: Some(_) } => true,
        FailureKind::Status { status: 408 | 429 | 500..=599, .. } => is_idempotent,
        FailureKind::Status { .. } | FailureKind::Final => false,
    }
}

/// Full jitter: anything up to a bound that doubles with each attempt.
fn backoff_ms(attempt: u32, random: f64) -> u32 {
    let doublings = attempt.saturating_sub(1).min(8);
    let bound = (FIRST_BACKOFF_MS << doublings).min(MAX_BACKOFF_MS);
    (f64::from(bound) * random) as u32
}

/// Parses the header Retry-After: a number of seconds, or an HTTP date in any of its three forms, which `parse_date` converts to milliseconds since 1970.
///
/// Returns milliseconds from now, 0 for a date in the past, and `None` for any other text.
pub(crate) fn parse_retry_after(header: &str, now_ms: f64, parse_date: impl FnOnce(&str) -> f64) -> Option<u32> {
    let header = header.trim();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that does not fit is longer than any wait.
        return Some(header.parse::<u32>().unwrap_or(u32::MAX).saturating_mul(1000));
    }
    // The form of C's asctime names no zone, and a runtime would take its time as local.
    let zone = if is_asctime(header) { " GMT" } else { "" };
    let date = [header, zone].concat();
    if !looks_like_date(&date) {
        return None;
    }
    let wait_ms = parse_date(&date) - now_ms;
    // The cast saturates, as a date far ahead or past must.
    (!wait_ms.is_nan()).then_some(wait_ms as u32)
}

/// Whether this is the oldest of the three forms of an HTTP date (RFC 9110, 5.6.7), as in `Sun Nov  6 08:49:37 1994`.
fn is_asctime(header: &str) -> bool {
    let is_year = |year: &[u8]| matches!(year, [b' ', year @ ..] if year.iter().all(u8::is_ascii_digit));
    header.len() == 24 && header.as_bytes().get(19..).is_some_and(is_year)
}

/// Runtimes parse almost any text with a number as a date, `never 1` for example, and a date lets a paid message be sent again.
fn looks_like_date(header: &str) -> bool {
    let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    weekdays.iter().any(|weekday| header.starts_with(weekday))
        && header.ends_with(" GMT")
        && header.bytes().any(|byte| byte == b':')
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod retry_after_tests;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
