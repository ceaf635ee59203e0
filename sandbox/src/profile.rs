use crate::http::Response;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// The two known behaviours of the API.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Profile {
    /// Follows the documentation.
    #[default]
    Docs,
    /// Responds as the vendor's SDKs require.
    Sdk,
}

impl Profile {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "docs" => Some(Self::Docs),
            "sdk" => Some(Self::Sdk),
            _ => None,
        }
    }

    /// Responds to a create request: 201 (docs) or 200 (the only status that the Java SDK accepts).
    pub(crate) fn created(self, body: &impl Serialize) -> Response {
        let status = match self {
            Self::Docs => 201,
            Self::Sdk => 200,
        };
        Response::json(status, body)
    }

    /// Responds to a delete request: without a body (docs) or with JSON, which the Python SDK parses.
    pub(crate) fn deleted(self) -> Response {
        match self {
            Self::Docs => Response::empty(202),
            Self::Sdk => Response::json(202, &serde_json::json!({})),
        }
    }

    /// Formats a `ctime`: RFC 3339 with `Z` (docs), or with microseconds and no time zone (Python SDK's samples).
    pub(crate) fn ctime(self, time: Timestamp) -> String {
        match self {
            Self::Docs => time.rfc3339(),
            Self::Sdk => time.without_time_zone(),
        }
    }

    /// Returns whether `user`, in the singular, is also a valid path segment (Java SDK).
    pub(crate) fn has_singular_user_path(self) -> bool {
        self == Self::Sdk
    }
}
