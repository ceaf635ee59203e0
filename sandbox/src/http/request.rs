use percent_encoding::percent_decode_str;

/// An HTTP request.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The method, in upper case.
    pub method: String,
    /// The percent-encoded path without the query.
    pub path: String,
    /// The query without the question mark; empty if there is none.
    pub query: String,
    /// Header names, in any case, and values, in the order received.
    pub headers: Vec<(String, String)>,
    /// The bytes of the body.
    pub body: Vec<u8>,
}

impl Request {
    /// Creates a request without headers and body; `target` is a path with its query.
    #[must_use]
    pub fn new(method: &str, target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self { method: method.to_owned(), path: path.to_owned(), query: query.to_owned(), ..Self::default() }
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Copies the request with another path.
    pub(crate) fn with_path(&self, path: &str) -> Self {
        Self { path: path.to_owned(), ..self.clone() }
    }

    /// Returns the first value of a header. The name is matched case-insensitively.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(candidate, _)| candidate.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the decoded path segments, or `None` if one of them is not valid UTF-8.
    pub(crate) fn segments(&self) -> Option<Vec<String>> {
        let path = self.path.strip_prefix('/')?;
        path.split('/').map(decode).collect()
    }

    /// Returns the decoded value of a query parameter.
    ///
    /// A plus sign means a space, as in forms, only if the value also has an encoded plus sign. Otherwise it is kept, since phone numbers
    /// start with it and people type URLs by hand.
    pub(crate) fn query_parameter(&self, name: &str) -> Option<String> {
        let mut pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(candidate, _)| *candidate == name)?;
        let is_form_encoded = value.contains("%2B") || value.contains("%2b");
        if is_form_encoded { decode(&value.replace('+', " ")) } else { decode(value) }
    }
}

fn decode(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(String::from)
}
