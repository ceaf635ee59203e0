use crate::http::Response;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// Which of the API's two known behaviours is played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Profile {
    /// What the documentation says.
    #[default]
    Docs,
    /// What the vendor's SDKs accept.
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

    /// Answers a call that created something: 201 (docs), 200 (the only status the Java SDK accepts).
    pub(crate) fn created(self, body: &impl Serialize) -> Response {
        let status = match self {
            Self::Docs => 201,
            Self::Sdk => 200,
        };
        Response::json(status, body)
    }

    /// Answers a delete: without a body (docs), with one that the Python SDK can parse.
    pub(crate) fn deleted(self) -> Response {
        match self {
            Self::Docs => Response::empty(202),
            Self::Sdk => Response::json(202, &serde_json::json!({})),
        }
    }

    /// Writes a `ctime`: RFC 3339 with `Z` (docs), microseconds and no zone (Python SDK's samples).
    pub(crate) fn ctime(self, time: Timestamp) -> String {
        match self {
            Self::Docs => time.rfc3339(),
            Self::Sdk => time.without_zone(),
        }
    }

    /// Says whether one user is also served at `user`, in the singular (Java SDK).
    pub(crate) fn has_singular_user_path(self) -> bool {
        self == Self::Sdk
    }
}
