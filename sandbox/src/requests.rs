use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A request to the API that was answered. It holds neither headers nor bodies, so no credentials.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RequestRecord {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) status: u16,
    pub(crate) at: Timestamp,
    /// By the sandbox's clock, the delay of a fault included.
    pub(crate) duration_ms: u64,
}
