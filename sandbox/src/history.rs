use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// The number of requests, messages and pushes that are kept, so that a long-running server needs bounded memory (assumption).
pub(crate) const HISTORY_LIMIT: usize = 10_000;

/// The most recent items, oldest first.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct History<T>(VecDeque<T>);

impl<T> History<T> {
    /// Appends an item and drops the oldest one beyond the limit.
    pub(crate) fn push(&mut self, item: T) {
        if self.0.len() >= HISTORY_LIMIT {
            self.0.pop_front();
        }
        self.0.push_back(item);
    }
}

impl<T> Default for History<T> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

#[cfg(test)]
mod tests {
    use super::{HISTORY_LIMIT, History};

    #[test]
    fn the_oldest_items_are_dropped_beyond_the_limit() {
        let mut history = History::default();
        (0..HISTORY_LIMIT + 2).for_each(|item| history.push(item));
        assert_eq!(history.0.len(), HISTORY_LIMIT);
        assert_eq!((history.0.front(), history.0.back()), (Some(&2), Some(&(HISTORY_LIMIT + 1))));
    }
}
