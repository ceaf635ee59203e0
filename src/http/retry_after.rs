//! The Retry-After header.

/// Parses the header: a number of seconds, or an HTTP date in any of its three forms, which `parse_date` converts to milliseconds since 1970.
///
/// Returns milliseconds from now, 0 for a date in the past, and `None` for any other text.
pub(crate) fn milliseconds(header: &str, now_ms: f64, parse_date: impl FnOnce(&str) -> f64) -> Option<u32> {
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
mod tests;
