//! Times as the API writes them: RFC 3339 with `Z` in the docs, without a zone in the Python SDK's samples, a UNIX time in
//! the Java SDK's docs.

use js_sys::Date;
use wasm_bindgen::JsValue;

/// Converts a time to a Date, or returns `None` if the text is not one.
pub(super) fn to_date(ctime: &str) -> Option<Date> {
    let time = match unix_seconds(ctime) {
        Some(seconds) => seconds * 1000.0,
        None => Date::parse(&with_zone(ctime)),
    };
    (!time.is_nan()).then(|| Date::new(&JsValue::from_f64(time)))
}

fn unix_seconds(ctime: &str) -> Option<f64> {
    let is_number = !ctime.is_empty() && ctime.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { ctime.parse::<u32>().ok().map(f64::from) } else { None }
}

/// Adds the zone UTC if there is none: a JavaScript engine would take the time as local.
fn with_zone(ctime: &str) -> String {
    let is_separator = |byte| b"T ".contains(&byte);
    let Some(at) = ctime.bytes().position(is_separator) else { return ctime.to_owned() };
    let (Some(date), Some(time)) = (ctime.get(..at), ctime.get(at + 1..)) else { return ctime.to_owned() };
    let zone = if time.bytes().any(|byte| b"Zz+-".contains(&byte)) { "" } else { "Z" };
    [date, "T", time, zone].concat()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
