use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// How much of each kind is remembered, so that a server left running does not grow for ever (our choice).
pub(crate) const REMEMBERED: usize = 10_000;

/// The last things of a kind, oldest first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Recent<T>(VecDeque<T>);

impl<T> Recent<T> {
    pub(crate) fn push(&mut self, item: T) {
        if self.0.len() >= REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back(item);
    }
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}
