use serde::Serialize;

/// An HTTP response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status, from 200 to 599.
    pub status: u16,
    /// Header names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The text of the body; empty if there is none.
    pub body: String,
}

impl Response {
    /// Creates a response without a body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: String::new() }
    }

    /// Creates a response with text of the given media type.
    #[must_use]
    pub fn text(status: u16, media_type: &str, body: String) -> Self {
        Self { status, headers: Vec::new(), body }.with_header("content-type", media_type)
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets a header and removes any other of the same name.
    pub(crate) fn replacing_header(mut self, name: &str, value: &str) -> Self {
        let name = name.to_ascii_lowercase();
        self.headers.retain(|(candidate, _)| *candidate != name);
        self.with_header(&name, value)
    }

    /// Forbids caches to keep the response, unless it says itself whether they may.
    pub(crate) fn forbid_caching(&mut self) {
        if self.header("cache-control").is_none() {
            self.headers.push(("cache-control".to_owned(), "no-store".to_owned()));
        }
    }

    /// Returns the first value of a header; the name is in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(candidate, _)| candidate == name).map(|(_, value)| value.as_str())
    }

    /// Creates a JSON response.
    pub(crate) fn json(status: u16, body: &impl Serialize) -> Self {
        match serde_json::to_string(body) {
            Ok(text) => Self::text(status, "application/json", text),
            Err(_) => {
                Self::text(500, "application/json", r#"{"message":"the response could not be serialized"}"#.to_owned())
            }
        }
    }

    /// Creates a response with the body that every error of the API has (Python SDK).
    pub(crate) fn message(status: u16, message: &str) -> Self {
        Self::json(status, &serde_json::json!({ "message": message }))
    }

    /// Returns whether HTTP allows a body with this status.
    pub(crate) fn may_have_body(status: u16) -> bool {
        !matches!(status, 204 | 205 | 304)
    }
}
