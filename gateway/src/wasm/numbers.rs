//! The phone numbers that SMS are sent to, and the operator's options of a message.

use js_sys::{Array, Object, TypeError};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::segments::PLACEHOLDER;
use crate::wasm::options::{expect, property};
use crate::{MessageSize, fingerprint, normalize_number, size_of_message};

/// Returns a number in E.164, whether one of the prefixes, separated by spaces, allows it, and its fingerprint; undefined if it is no number in E.164. Without prefixes all
/// numbers are allowed.
#[wasm_bindgen(js_name = readNumber)]
pub fn read_number(text: &str, prefixes: &str) -> Option<Array> {
    let number = normalize_number(text)?;
    let is_allowed = prefixes.is_empty() || prefixes.split(' ').any(|prefix| number.starts_with(prefix));
    let fingerprint = fingerprint(&number).into();
    Some(Array::of3(&number.into(), &is_allowed.into(), &fingerprint))
}

/// The texts among the options of `verifyNumber`.
const TEXTS: [&str; 5] = ["template", "from", "ip", "browser", "cookie"];
/// The numbers: name, least, most, and the client's default. The ranges are those of the client, which would refuse others with each start.
const NUMBERS: [(&str, f64, f64, f64); 4] = [
    ("pinLength", 4.0, 16.0, 6.0),
    ("maxTries", 1.0, 100.0, 1.0),
    ("retryDelaySeconds", 1.0, 1800.0, 30.0),
    ("validitySeconds", 1.0, 1800.0, 0.0),
];

/// The names of the options of `verifyNumber`.
#[wasm_bindgen(js_name = messageOptionNames)]
pub fn message_option_names() -> Vec<String> {
    NUMBERS.into_iter().map(|(name, ..)| name).chain(TEXTS).map(str::to_owned).collect()
}

/// Returns `[sends, validitySeconds, validMs, segments, isUcs2]` of the operator's options: how many messages the API may send, the validity of the PIN,
/// how long the API may accept it after the start, and the size of each message if it is known.
///
/// # Errors
/// A `TypeError` that names the option and never holds its value.
#[wasm_bindgen(js_name = readMessageOptions)]
pub fn read_message_options(options: &JsValue, validity_seconds: f64, max_sends: f64) -> Result<Array, JsValue> {
    expect(options.is_object() && !options.is_function(), "verifyNumber: expected an object of options")?;
    check_names(options)?;
    for name in TEXTS {
        let value = property(options, name);
        let is_text = value.as_string().is_some_and(|text| !text.is_empty());
        expect(value.is_undefined() || is_text, &format!("verifyNumber: {name}: expected a text"))?;
    }
    // Whoever chooses it skips the second factor.
    expect(
        property(options, "cookie").is_undefined(),
        "verifyNumber: cookie: expected none, since whoever knows the cookie of another device logs in without a PIN",
    )?;
    let template = property(options, "template").as_string();
    let has_placeholder = template.as_deref().is_none_or(|text| text.contains(PLACEHOLDER));
    expect(has_placeholder, "verifyNumber: template: expected a text with <PIN>, got one without")?;
    let [pin_length, sends, delay_seconds, given_seconds] = read_numbers(options)?;
    expect(
        sends <= max_sends.max(1.0),
        "verifyNumber: maxTries: expected no more messages for one start than each limit of the policy allows",
    )?;
    let validity_seconds = if given_seconds > 0.0 { given_seconds } else { validity_seconds };
    // Whether the API counts the validity from the first message or from the last one is not documented.
    let valid_ms = 1000.0 * (sends - 1.0).mul_add(delay_seconds, validity_seconds);
    let size = template.map(|template| size_of_message(&template, pin_length as usize));
    let MessageSize { segments, is_ucs2 } = size.unwrap_or(MessageSize { segments: 1, is_ucs2: false });
    let numbers = [sends, validity_seconds, valid_ms, segments as f64].map(JsValue::from_f64);
    Ok(numbers.into_iter().chain([JsValue::from_bool(is_ucs2)]).collect())
}

fn check_names(options: &JsValue) -> Result<(), JsValue> {
    let known = message_option_names();
    for name in Object::keys(options.unchecked_ref::<Object>()).iter().filter_map(|name| name.as_string()) {
        let message = format!("verifyNumber: {name}: unknown option, expected one of {}", known.join(", "));
        expect(known.contains(&name), &message)?;
    }
    Ok(())
}

fn read_numbers(options: &JsValue) -> Result<[f64; 4], JsValue> {
    let mut numbers = [0.0; 4];
    for (number, (name, least, most, default)) in numbers.iter_mut().zip(NUMBERS) {
        let value = property(options, name);
        let given = value.as_f64().filter(|given| (least..=most).contains(given) && given.fract() == 0.0);
        let message = format!("verifyNumber: {name}: expected a whole number from {least} to {most}");
        let expected = || JsValue::from(TypeError::new(&message));
        *number = if value.is_undefined() { default } else { given.ok_or_else(expected)? };
    }
    Ok(numbers)
}
