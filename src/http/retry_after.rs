//! The Retry-After header.

/// Parses the header: a number of seconds, or an HTTP date, which `parse_date` converts to milliseconds since 1970.
///
/// Returns milliseconds from now, 0 for a date in the past, and `None` for any other text.
pub(crate) fn milliseconds(header: &str, now_ms: f64, parse_date: impl FnOnce(&str) -> f64) -> Option<u32> {
    let header = header.trim();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that does not fit is longer than any wait.
        return Some(header.parse::<u32>().unwrap_or(u32::MAX).saturating_mul(1000));
    }
    if !looks_like_date(header) {
        return None;
    }
    let wait_ms = parse_date(header) - now_ms;
    // The cast saturates, as a date far ahead or past must.
    (!wait_ms.is_nan()).then_some(wait_ms as u32)
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
