use crate::http::Request;
use crate::machine::Machine;
use serde::{Deserialize, Serialize};

/// Which requests a fault waits for; all of them where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestMatch {
    /// The method in any case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<PathMatch>,
}

/// The whole path as it stands on the wire, or a pattern that it holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum PathMatch {
    Whole(String),
    Pattern(Pattern),
}

/// A regular expression of JavaScript.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// What stands between the slashes.
    pub pattern: String,
    /// What stands behind them.
    #[serde(default)]
    pub flags: String,
}

impl RequestMatch {
    /// Says what is wrong with a match that can never be told.
    pub(crate) fn problem(&self, machine: &dyn Machine) -> Option<&'static str> {
        match &self.path {
            Some(PathMatch::Pattern(pattern)) if machine.matches(pattern, "/").is_none() => {
                Some("expected a regular expression of JavaScript")
            }
            _ => None,
        }
    }

    pub(crate) fn fits(&self, request: &Request, machine: &dyn Machine) -> bool {
        let method_fits = self.method.as_ref().is_none_or(|method| method.eq_ignore_ascii_case(&request.method));
        method_fits && self.path.as_ref().is_none_or(|path| path.fits(&request.path, machine))
    }
}

impl PathMatch {
    fn fits(&self, path: &str, machine: &dyn Machine) -> bool {
        match self {
            Self::Whole(whole) => whole == path,
            Self::Pattern(pattern) => machine.matches(pattern, path).unwrap_or(false),
        }
    }
}
