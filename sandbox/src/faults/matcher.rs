use crate::http::Request;
use crate::runtime::{Pattern, Runtime};
use serde::{Deserialize, Serialize};

/// The maximum number of characters of a pattern. Compiling a regular expression cannot be interrupted, and takes a minute for one of 6 MB.
const MAX_PATTERN_LENGTH: usize = 1000;

/// The requests that a fault applies to. Without a method and a path, every request matches.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with method and path")]
pub(crate) struct RequestMatcher {
    /// Compared case-insensitively.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<PathMatcher>,
}

/// Matches the percent-encoded path exactly, or by a regular expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged, expecting = "path: expected a string, or an object with pattern and flags")]
enum PathMatcher {
    Exact(String),
    Pattern(Pattern),
}

impl RequestMatcher {
    /// Checks that the pattern is a regular expression of limited length. The error says what was expected.
    pub(crate) fn validate(&self, runtime: &dyn Runtime) -> Result<(), &'static str> {
        match &self.path {
            Some(PathMatcher::Pattern(pattern)) if pattern.pattern.chars().nth(MAX_PATTERN_LENGTH).is_some() => {
                Err("expected a pattern of at most 1000 characters")
            }
            Some(PathMatcher::Pattern(pattern)) if runtime.matches(pattern, "/").is_none() => {
                Err("expected a JavaScript regular expression")
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn matches(&self, request: &Request, runtime: &dyn Runtime) -> bool {
        let method_matches = self.method.as_ref().is_none_or(|method| method.eq_ignore_ascii_case(&request.method));
        method_matches && self.path.as_ref().is_none_or(|path| path.matches(&request.path, runtime))
    }
}

impl PathMatcher {
    fn matches(&self, path: &str, runtime: &dyn Runtime) -> bool {
        match self {
            Self::Exact(expected) => expected == path,
            Self::Pattern(pattern) => runtime.matches(pattern, path).unwrap_or(false),
        }
    }
}
