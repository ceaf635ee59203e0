use percent_encoding::percent_decode_str;

/// A request as it came, before anything was made of it.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The verb, in capitals.
    pub method: String,
    /// The path as it stood on the wire, percent-encoding included, query excluded.
    pub path: String,
    /// What stood after the question mark, empty where there was none.
    pub query: String,
    /// Names and values in the order they came; names in any case.
    pub headers: Vec<(String, String)>,
    /// The bytes of the body.
    pub body: Vec<u8>,
}

impl Request {
    /// Builds a request without headers and body; `target` is a path with its query.
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

    /// Returns the first value of a header, whatever the case of its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(candidate, _)| candidate.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the decoded parts of the path, or nothing where one of them is no UTF-8.
    pub(crate) fn segments(&self) -> Option<Vec<String>> {
        let path = self.path.strip_prefix('/')?;
        path.split('/').map(decode).collect()
    }

    /// Returns the decoded value of a query parameter.
    ///
    /// A plus sign stands for a space, as in forms, where the value has an encoded one too. Else it stays what it is, since phone numbers
    /// start with it and people write addresses by hand.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        let mut pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(candidate, _)| *candidate == name)?;
        let is_form = value.contains("%2B") || value.contains("%2b");
        if is_form { decode(&value.replace('+', " ")) } else { decode(value) }
    }
}

fn decode(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(String::from)
}
