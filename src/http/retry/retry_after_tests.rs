use std::time::UNIX_EPOCH;

use proptest::prelude::*;

use super::parse_retry_after;

const NOW: &str = "Wed, 21 Oct 2015 07:28:00 GMT";

/// An independent reader of HTTP dates instead of the runtime's own.
fn parse_date(text: &str) -> f64 {
    // It knows the form of asctime, but not with a zone.
    let text = if text.len() == 28 { text.trim_end_matches(" GMT") } else { text };
    let since_epoch = httpdate::parse_http_date(text).ok().and_then(|date| date.duration_since(UNIX_EPOCH).ok());
    since_epoch.map_or(f64::NAN, |since_epoch| since_epoch.as_secs_f64() * 1000.0)
}

fn read(header: &str) -> Option<u32> {
    parse_retry_after(header, parse_date(NOW), parse_date)
}

#[test]
fn seconds_are_read() {
    assert_eq!(read("0"), Some(0));
    assert_eq!(read("120"), Some(120_000));
    assert_eq!(read(" 5 "), Some(5_000));
}

#[test]
fn more_seconds_than_fit_are_the_most_that_do() {
    assert_eq!(read("99999999999999999999"), Some(u32::MAX));
    assert_eq!(read("4294968"), Some(u32::MAX));
}

#[test]
fn dates_are_read_from_now() {
    assert_eq!(read("Wed, 21 Oct 2015 07:28:59 GMT"), Some(59_000));
    assert_eq!(read("Wednesday, 21-Oct-15 07:29:00 GMT"), Some(60_000));
    assert_eq!(read("Wed Oct 21 07:30:00 2015"), Some(120_000));
    assert_eq!(read("Sun Nov  1 07:28:00 2015"), Some(11 * 86_400_000));
}

#[test]
fn a_date_without_a_zone_is_parsed_as_gmt() {
    let parse_date = |text: &str| if text == "Sun Nov  6 08:49:37 1994 GMT" { 1_000.0 } else { f64::NAN };
    assert_eq!(parse_retry_after("Sun Nov  6 08:49:37 1994", 0.0, parse_date), Some(1_000));
}

#[test]
fn a_date_that_is_past_means_now() {
    assert_eq!(read("Wed, 21 Oct 2015 07:27:00 GMT"), Some(0));
    assert_eq!(read(NOW), Some(0));
}

#[test]
fn anything_else_is_nothing() {
    for header in ["", " ", "-1", "1.5", "+3", "soon", "1e3", "12 s"] {
        assert_eq!(read(header), None, "{header:?}");
    }
}

#[test]
fn what_only_a_runtime_takes_for_a_date_is_nothing() {
    let lenient = |_: &str| 0.0;
    for header in [
        "never 1",
        "soon 12:00",
        "Monday 1",
        "Sun Nov  6 08:49:37",
        "Sun Nov  6 08:49:37 94",
        "Sun Nov  6 08:49:37 19x4",
        "Nov  6 08:49:37 1994",
        "Sun Nov  6 08.49.37 1994",
        "1 Jan 2030 00:00:00 GMT",
    ] {
        assert_eq!(parse_retry_after(header, 0.0, lenient), None, "{header:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_fault(header: String) {
        read(&header);
    }

    #[test]
    fn any_number_of_seconds_is_read_as_written(seconds in 0_u32..=4_294_967) {
        prop_assert_eq!(read(&seconds.to_string()), Some(seconds * 1000));
    }
}
