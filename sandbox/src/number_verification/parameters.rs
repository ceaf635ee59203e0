use crate::http::Request;
use percent_encoding::percent_decode_str;
use std::borrow::Cow;

/// The parameters of a request, from the query and from a form in the body.
#[derive(Debug)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads the parameters. A body that is no form, as some clients declare an empty one to be, has none.
    pub(super) fn of(request: &Request) -> Self {
        let is_form = request
            .header("content-type")
            .is_some_and(|media_type| media_type.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded"));
        let body = if is_form { String::from_utf8_lossy(&request.body) } else { Cow::Borrowed("") };
        let pairs = request.query.split('&').chain(body.split('&')).filter_map(|pair| pair.split_once('='));
        Self(pairs.map(|(name, value)| (decode(name), decode(value))).collect())
    }

    /// Returns the first value that is not empty: one of the vendor's clients repeats the credentials, and leaves the second ones empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(candidate, value)| candidate == name && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }
}

/// Decodes a value as forms write it: a plus sign is a space.
fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}
