use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A site or app that authenticates its users.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Service {
    pub(crate) id: Uuid,
    /// The position in the order of creation, which services and users share.
    pub(crate) number: u64,
    /// The username of the account that owns the service.
    pub(crate) account: String,
    pub(crate) fqdn: String,
    pub(crate) name: String,
    pub(crate) created_at: Timestamp,
    /// User ids by number.
    #[serde(skip)]
    pub(super) users: BTreeMap<u64, Uuid>,
    /// User ids by `id_in_service`.
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

    pub(crate) fn has_user_named(&self, id_in_service: &str) -> bool {
        self.names.contains_key(id_in_service)
    }

    /// Returns the host name. The fqdn in the Python SDK's README is a URL, `http://example.com`.
    pub(crate) fn host(&self) -> &str {
        let without_scheme = self.fqdn.split_once("://").map_or(self.fqdn.as_str(), |(_, rest)| rest);
        without_scheme.split('/').next().unwrap_or(without_scheme)
    }
}
