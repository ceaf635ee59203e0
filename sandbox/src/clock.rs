use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// The time that all rules go by. It stands still, or runs with the machine's clock at a distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(crate) enum Clock {
    Standing { at: Timestamp },
    Running { ahead_ms: i64 },
}

impl Clock {
    /// The machine's own clock.
    pub(crate) const MACHINE: Self = Self::Running { ahead_ms: 0 };

    pub(crate) fn now(self, machine: Timestamp) -> Timestamp {
        match self {
            Self::Standing { at } => at,
            Self::Running { ahead_ms } => Timestamp::nearest(machine.unix_ms().saturating_add(ahead_ms)),
        }
    }

    pub(crate) fn is_running(self) -> bool {
        matches!(self, Self::Running { .. })
    }

    /// Moves the clock, which goes on standing or running; nothing where it would leave the years 1970 to 9999.
    pub(crate) fn advanced(self, milliseconds: i64, machine: Timestamp) -> Option<Self> {
        let moved = self.now(machine).plus_ms(milliseconds)?;
        Some(match self {
            Self::Standing { .. } => Self::Standing { at: moved },
            Self::Running { .. } => Self::Running { ahead_ms: moved.unix_ms() - machine.unix_ms() },
        })
    }
}
