use crate::faults::Pattern;
use crate::timestamp::Timestamp;

/// What the sandbox needs of whatever it runs in, passed in so that the core has no clock and no regular expressions of its own.
pub trait Machine {
    /// Returns the time of the machine's clock.
    fn now(&self) -> Timestamp;

    /// Says whether a path holds a pattern, or nothing where the pattern is no regular expression.
    fn matches(&self, pattern: &Pattern, path: &str) -> Option<bool>;
}
