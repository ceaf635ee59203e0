//! Finds the JSON path at which parsing failed, from the position that the parser reports.
//!
//! `serde_path_to_error` does the same by wrapping every deserialized type, which costs 56 KB of wasm, 16 KB gzipped.

use serde::de::DeserializeOwned;
use serde_json::Error;

/// Parses JSON. The error is a path such as `state.users[0].name` and never quotes a value.
pub(crate) fn parse<T: DeserializeOwned>(json: &[u8]) -> Result<T, String> {
    serde_json::from_slice(json).map_err(|error| path_of(json, &error))
}

/// An object or array that is open at the current position.
enum Container {
    /// Holds the name of the last field that was read, as it is written.
    Object(Option<String>),
    /// Holds the index of the current item.
    Array(usize),
}

fn path_of(json: &[u8], error: &Error) -> String {
    let line_start: usize =
        json.split_inclusive(|&byte| byte == b'\n').take(error.line().saturating_sub(1)).map(<[u8]>::len).sum();
    let mut open = Vec::new();
    let mut rest = json.get(..line_start.saturating_add(error.column())).unwrap_or(json);
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'{' => open.push(Container::Object(None)),
            b'[' => open.push(Container::Array(0)),
            b'}' | b']' => drop(open.pop()),
            b',' => next_item(&mut open),
            b'"' => rest = skip_string(&mut open, rest),
            _ => {}
        }
    }
    format_path(&open)
}

/// Moves on to the next field or item after a comma.
fn next_item(open: &mut [Container]) {
    match open.last_mut() {
        Some(Container::Object(name)) => *name = None,
        Some(Container::Array(index)) => *index += 1,
        None => {}
    }
}

/// Skips a string whose opening quote was read already and returns the rest. The first string after a comma in an object is a field name.
fn skip_string<'a>(open: &mut [Container], rest: &'a [u8]) -> &'a [u8] {
    let mut is_escaped = false;
    let end = rest.iter().position(|&byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    let (text, after) = end.and_then(|end| rest.split_at_checked(end)).unwrap_or((rest, &[]));
    if let Some(Container::Object(name @ None)) = open.last_mut() {
        *name = Some(String::from_utf8_lossy(text).into_owned());
    }
    after.get(1..).unwrap_or_default()
}

fn format_path(open: &[Container]) -> String {
    let mut path = String::new();
    for container in open {
        match container {
            Container::Object(Some(name)) if path.is_empty() => path.push_str(name),
            Container::Object(Some(name)) => path.extend([".", name]),
            Container::Object(None) => {}
            Container::Array(index) => path.extend(["[", &index.to_string(), "]"]),
        }
    }
    if path.is_empty() { ".".to_owned() } else { path }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "parsed only to see where parsing fails")]
    struct Playlist {
        songs: Vec<Song>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "parsed only to see where parsing fails")]
    struct Song {
        title: String,
        rating: u8,
    }

    #[test]
    fn error_is_the_path_of_the_value_that_could_not_be_parsed() {
        let cases = [
            (r#"{"songs": null}"#, "songs"),
            (r#"{"songs": [{"title": "a", "rating": 1}, {"title": "b", "rating": "two"}]}"#, "songs[1].rating"),
            (r#"{"songs": [{"title": "a \" {[,", "rating": -1}]}"#, "songs[0].rating"),
            (r#"{"songs": [{"title": "a"}]}"#, "songs[0]"),
            (r#"{"songs": [{"title": "a", "rating": 1, "year": 1}]}"#, "songs[0].year"),
            ("{\n  \"songs\": [\n    {\"title\": 1}\n  ]\n}", "songs[0].title"),
            ("7", "."),
            ("{}", "."),
        ];
        for (json, path) in cases {
            assert_eq!(parse::<Playlist>(json.as_bytes()).unwrap_err(), path, "{json}");
        }
    }
}
