//! Decodes responses field by field.
//!
//! The runtime's `JSON.parse` has already built the value. A deserializer would add 20 KB and could name no field, and its
//! messages quote values, which may be PINs (BENCHMARKS.md has the figures).

use super::request::Id;

/// A parsed JSON value: the runtime's own in production, serde_json's in tests on the host.
pub(crate) trait Json: Sized {
    /// The member of that name, or `None` if it is absent or null or this is not an object.
    fn member(&self, name: &str) -> Option<Self>;
    fn text(&self) -> Option<String>;
    fn boolean(&self) -> Option<bool>;
    /// The number, if it is whole and not negative.
    fn whole_number(&self) -> Option<u32>;
    /// The items of an array.
    fn items(self) -> impl Iterator<Item = Self>;
    /// The type of the value with its article, as in `a string`.
    fn describe(&self) -> &'static str;
}

/// What was decoded. The error is in a box, since most functions pass it on.
pub(crate) type Decoded<T> = Result<T, Box<DecodeError>>;

/// A field that is missing or has the wrong type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DecodeError {
    pub(crate) field: String,
    pub(crate) expected: &'static str,
    pub(crate) received: &'static str,
}

pub(super) const OBJECT: &str = "an object";
pub(super) const STRING: &str = "a string";
pub(super) const METHODS: &str = "\"sms\" or \"totp\"";
const ARRAY: &str = "an array";
const BOOLEAN: &str = "true or false";
const ID: &str = "a string that can be an id";

impl DecodeError {
    pub(super) fn unexpected(field: &str, expected: &'static str, received: &impl Json) -> Box<DecodeError> {
        Box::new(DecodeError { field: field.to_owned(), expected, received: received.describe() })
    }

    pub(super) fn in_object(mut self: Box<Self>, object: &str) -> Box<DecodeError> {
        self.field = [object, ".", &self.field].concat();
        self
    }

    pub(super) fn in_item(mut self: Box<Self>, array: &str, index: usize) -> Box<DecodeError> {
        self.field = [array, "[", &index.to_string(), "].", &self.field].concat();
        self
    }
}

pub(super) fn missing(field: &str, expected: &'static str) -> Box<DecodeError> {
    Box::new(DecodeError { field: field.to_owned(), expected, received: "nothing" })
}

/// The member as `read` takes it, or `None` if it is absent or null.
pub(super) fn optional<J: Json, T>(
    json: &J,
    name: &str,
    expected: &'static str,
    read: impl Fn(&J) -> Option<T>,
) -> Decoded<Option<T>> {
    let Some(value) = json.member(name) else { return Ok(None) };
    read(&value).map(Some).ok_or_else(|| DecodeError::unexpected(name, expected, &value))
}

pub(super) fn optional_boolean(json: &impl Json, name: &str) -> Decoded<Option<bool>> {
    optional(json, name, BOOLEAN, Json::boolean)
}

pub(super) fn required_boolean(json: &impl Json, name: &str) -> Decoded<bool> {
    optional_boolean(json, name)?.ok_or_else(|| missing(name, BOOLEAN))
}

pub(super) fn required_text(json: &impl Json, name: &str) -> Decoded<String> {
    optional(json, name, STRING, Json::text)?.ok_or_else(|| missing(name, STRING))
}

/// The time of creation, if it is a text. The sources disagree on its form, and a service or user that was created must not be lost over it.
pub(super) fn optional_ctime(json: &impl Json) -> Option<String> {
    json.member("ctime")?.text()
}

pub(super) fn required_id(json: &impl Json) -> Decoded<Id> {
    optional(json, "id", ID, |value| Id::parse(value.text()?).ok())?.ok_or_else(|| missing("id", ID))
}

pub(super) fn required_array<J: Json>(json: &J, name: &str) -> Decoded<impl Iterator<Item = J>> {
    let value = json.member(name).ok_or_else(|| missing(name, ARRAY))?;
    if value.describe() != ARRAY {
        return Err(DecodeError::unexpected(name, ARRAY, &value));
    }
    Ok(value.items())
}

#[cfg(any(test, fuzzing))]
#[cfg(not(target_arch = "wasm32"))]
mod on_host;
