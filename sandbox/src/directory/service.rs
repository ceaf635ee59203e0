use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A site or app whose users are verified.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Service {
    pub(crate) id: Uuid,
    /// Says which came before which; one count for services and users.
    pub(crate) number: u64,
    /// The username of the account that made it.
    pub(crate) account: String,
    pub(crate) fqdn: String,
    pub(crate) name: String,
    pub(crate) created_at: Timestamp,
    /// Its users by their number.
    #[serde(skip)]
    pub(super) users: BTreeMap<u64, Uuid>,
    /// Its users by the name they log in with.
    #[serde(skip)]
    pub(super) names: BTreeMap<String, Uuid>,
}

impl Service {
    pub(crate) fn new(id: Uuid, account: &str, fqdn: String, name: String, created_at: Timestamp) -> Self {
        let (users, names) = (BTreeMap::new(), BTreeMap::new());
        Self { id, number: 0, account: account.to_owned(), fqdn, name, created_at, users, names }
    }

    pub(crate) fn has_users(&self) -> bool {
        !self.users.is_empty()
    }

    pub(crate) fn knows(&self, id_in_service: &str) -> bool {
        self.names.contains_key(id_in_service)
    }

    /// Returns the host of the fqdn, which in the Python SDK's README is `http://example.com`.
    pub(crate) fn host(&self) -> &str {
        let bare = self.fqdn.split_once("://").map_or(self.fqdn.as_str(), |(_, rest)| rest);
        bare.split('/').next().unwrap_or(bare)
    }
}
