//! Tells where in a JSON text something was not as expected, from how far its reader had come.
//!
//! serde_path_to_error does it too, by a second coat around every type that is read: 56 KB of wasm, 16 KB gzipped.

use serde::de::DeserializeOwned;
use serde_json::Error;

/// Reads JSON; where that fails, returns the place, as in `state.users[0].name`, and never what stands there.
pub(crate) fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, String> {
    serde_json::from_slice(json).map_err(|problem| place_at(json, &problem))
}

/// An object or a list that is open at some point of a text.
enum Level {
    /// With the name of the field that was read last, as it is written.
    Object(Option<String>),
    List(usize),
}

fn place_at(json: &[u8], problem: &Error) -> String {
    let line_start: usize =
        json.split_inclusive(|&byte| byte == b'\n').take(problem.line().saturating_sub(1)).map(<[u8]>::len).sum();
    let mut levels = Vec::new();
    let mut rest = json.get(..line_start.saturating_add(problem.column())).unwrap_or(json);
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'{' => levels.push(Level::Object(None)),
            b'[' => levels.push(Level::List(0)),
            b'}' | b']' => drop(levels.pop()),
            b',' => go_on(&mut levels),
            b'"' => rest = take_text(&mut levels, rest),
            _ => {}
        }
    }
    written(&levels)
}

/// After a comma comes another field or item.
fn go_on(levels: &mut [Level]) {
    match levels.last_mut() {
        Some(Level::Object(name)) => *name = None,
        Some(Level::List(index)) => *index += 1,
        None => {}
    }
}

/// Takes in a text, of which the quote is gone already, and returns what follows it. In an object the first one is a name.
fn take_text<'a>(levels: &mut [Level], rest: &'a [u8]) -> &'a [u8] {
    let mut is_escaped = false;
    let end = rest.iter().position(|&byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    let (text, after) = end.and_then(|end| rest.split_at_checked(end)).unwrap_or((rest, &[]));
    if let Some(Level::Object(name @ None)) = levels.last_mut() {
        *name = Some(String::from_utf8_lossy(text).into_owned());
    }
    after.get(1..).unwrap_or_default()
}

fn written(levels: &[Level]) -> String {
    let mut place = String::new();
    for level in levels {
        match level {
            Level::Object(Some(name)) if place.is_empty() => place.push_str(name),
            Level::Object(Some(name)) => place.extend([".", name]),
            Level::Object(None) => {}
            Level::List(index) => place.extend(["[", &index.to_string(), "]"]),
        }
    }
    if place.is_empty() { ".".to_owned() } else { place }
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "only read, to see where that fails")]
    struct House {
        rooms: Vec<Room>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read, to see where that fails")]
    struct Room {
        name: String,
        doors: u8,
    }

    #[test]
    fn place_is_that_of_the_value_that_could_not_be_read() {
        let cases = [
            (r#"{"rooms": null}"#, "rooms"),
            (r#"{"rooms": [{"name": "a", "doors": 1}, {"name": "b", "doors": "two"}]}"#, "rooms[1].doors"),
            (r#"{"rooms": [{"name": "a \" {[,", "doors": -1}]}"#, "rooms[0].doors"),
            (r#"{"rooms": [{"name": "a"}]}"#, "rooms[0]"),
            (r#"{"rooms": [{"name": "a", "doors": 1, "roof": 1}]}"#, "rooms[0].roof"),
            ("{\n  \"rooms\": [\n    {\"name\": 1}\n  ]\n}", "rooms[0].name"),
            ("7", "."),
            ("{}", "."),
        ];
        for (json, place) in cases {
            assert_eq!(read::<House>(json.as_bytes()).unwrap_err(), place, "{json}");
        }
    }
}
