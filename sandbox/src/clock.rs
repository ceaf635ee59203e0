use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// The clock that every rule uses. It is stopped, or runs with the system clock at a fixed offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub(crate) enum Clock {
    #[serde(rename = "standing")]
    Stopped { at: Timestamp },
    Running {
        #[serde(rename = "aheadMs")]
        offset_ms: i64,
    },
}

impl Clock {
    /// The system clock.
    pub(crate) const SYSTEM: Self = Self::Running { offset_ms: 0 };

    pub(crate) fn now(self, system_time: Timestamp) -> Timestamp {
        match self {
            Self::Stopped { at } => at,
            Self::Running { offset_ms } => Timestamp::saturating(system_time.unix_ms().saturating_add(offset_ms)),
        }
    }

    pub(crate) fn is_running(self) -> bool {
        matches!(self, Self::Running { .. })
    }

    /// Advances the clock without stopping or starting it. Returns `None` if it would leave the years 1970 to 9999.
    pub(crate) fn advanced(self, milliseconds: i64, system_time: Timestamp) -> Option<Self> {
        let advanced = self.now(system_time).plus_ms(milliseconds)?;
        Some(match self {
            Self::Stopped { .. } => Self::Stopped { at: advanced },
            Self::Running { .. } => Self::Running { offset_ms: advanced.unix_ms() - system_time.unix_ms() },
        })
    }
}
