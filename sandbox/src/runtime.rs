use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A JavaScript regular expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// The source between the slashes.
    pub pattern: String,
    /// The flags after the closing slash.
    #[serde(default)]
    pub flags: String,
}

/// The runtime that the sandbox is embedded in. It supplies the system clock and regular expressions, so the core needs neither.
pub trait Runtime {
    /// Returns the system time.
    fn now(&self) -> Timestamp;

    /// Returns whether a path matches a pattern, or `None` if the pattern is not a valid regular expression.
    /// A match that takes too long may count as no match.
    fn matches(&self, pattern: &Pattern, path: &str) -> Option<bool>;
}
