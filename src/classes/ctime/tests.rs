use super::{unix_seconds, with_zone};

#[test]
fn a_time_with_a_zone_stays_as_it_is() {
    for time in ["2017-03-01T10:00:00Z", "2017-03-01T10:00:00+02:00", "2017-03-01T10:00:00.123-0500"] {
        assert_eq!(with_zone(time), time);
    }
}

#[test]
fn a_time_without_a_zone_is_utc() {
    assert_eq!(with_zone("2016-11-22T13:20:52.123456"), "2016-11-22T13:20:52.123456Z");
    assert_eq!(with_zone("2016-11-22 13:20:52"), "2016-11-22T13:20:52Z");
}

#[test]
fn a_date_alone_is_utc_to_a_js_engine_already() {
    assert_eq!(with_zone("2016-11-22"), "2016-11-22");
}

#[test]
fn digits_alone_are_seconds_since_the_epoch() {
    assert_eq!(unix_seconds("1479820852"), Some(1_479_820_852.0));
    assert_eq!(unix_seconds(""), None);
    assert_eq!(unix_seconds("2016-11-22"), None);
    assert_eq!(unix_seconds("99999999999999999999"), None);
}
