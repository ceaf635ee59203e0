//! Spaces: independent states on the same server, each under the path `/spaces/NAME`.

use crate::api_error::ApiError;
use crate::event::{Event, NumberedEvent};
use crate::state::State;
use crate::timestamp::Timestamp;
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The prefix of every path within a space.
const PREFIX: &str = "/spaces/";

/// The maximum number of spaces, so that a long-running server needs bounded memory.
const MAX_SPACES: usize = 1000;

/// The time without a request after which a space is deleted.
const MAX_IDLE_MS: u64 = 3_600_000;

const MAX_NAME_LENGTH: usize = 100;

/// The name of a space.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct SpaceName(String);

impl SpaceName {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn parse(text: &str) -> Result<Self, ApiError> {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        // URLs resolve `.` and `..`, so such a space could not be reached.
        let is_valid = (1..=MAX_NAME_LENGTH).contains(&text.len()) && text.bytes().all(is_allowed);
        if is_valid && text != "." && text != ".." { Ok(Self(text.to_owned())) } else { Err(invalid_name()) }
    }

    /// Splits the path of a request into the name of its space and the path within it. Returns `None` for other paths.
    pub(crate) fn split_path(path: &str) -> Option<Result<(Self, &str), ApiError>> {
        let (name, _) = path.strip_prefix(PREFIX)?.split_once('/')?;
        let rest = path.get(PREFIX.len() + name.len()..)?;
        let name = percent_decode_str(name).decode_utf8().map_err(|_| invalid_name());
        Some(name.and_then(|name| Self::parse(&name)).map(|name| (name, rest)))
    }
}

impl TryFrom<String> for SpaceName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).map_err(ApiError::message)
    }
}

impl From<SpaceName> for String {
    fn from(name: SpaceName) -> Self {
        name.0
    }
}

fn invalid_name() -> ApiError {
    ApiError::invalid(format!(
        "space: expected a name of 1 to {MAX_NAME_LENGTH} characters A-Z, a-z, 0-9, '.', '_' and '-'"
    ))
}

/// A state and the time of its last request.
#[derive(Debug, Clone)]
struct Space {
    state: State,
    last_used_at: Timestamp,
}

/// The spaces by name.
#[derive(Debug, Default)]
pub(crate) struct Spaces {
    by_name: BTreeMap<SpaceName, Space>,
    /// The events of deleted and restored spaces that were not taken yet.
    events: Vec<(SpaceName, NumberedEvent)>,
    last_sweep: Option<Timestamp>,
}

/// A space in a list.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SpaceSummary<'a> {
    name: &'a SpaceName,
    last_used_at: Timestamp,
}

impl Spaces {
    /// Returns the state of a space and creates it on its first use. `system_time` restarts the idle time.
    pub(crate) fn open(
        &mut self,
        name: &SpaceName,
        system_time: Timestamp,
        create: impl FnOnce() -> State,
    ) -> Result<&mut State, ApiError> {
        let is_full = self.by_name.len() >= MAX_SPACES;
        match self.by_name.entry(name.clone()) {
            Entry::Vacant(_) if is_full => Err(ApiError::Status(
                507,
                format!("space: expected at most {MAX_SPACES} spaces; delete one with DELETE /_sandbox/spaces/NAME"),
            )),
            Entry::Vacant(entry) => Ok(&mut entry.insert(Space { state: create(), last_used_at: system_time }).state),
            Entry::Occupied(entry) => {
                let space = entry.into_mut();
                space.last_used_at = system_time;
                Ok(&mut space.state)
            }
        }
    }

    pub(crate) fn list(&self) -> Vec<SpaceSummary<'_>> {
        let spaces = self.by_name.iter();
        spaces.map(|(name, space)| SpaceSummary { name, last_used_at: space.last_used_at }).collect()
    }

    pub(crate) fn states(&self) -> BTreeMap<&SpaceName, &State> {
        self.by_name.iter().map(|(name, space)| (name, &space.state)).collect()
    }

    pub(crate) fn states_mut(&mut self) -> impl Iterator<Item = (&SpaceName, &mut State)> {
        self.by_name.iter_mut().map(|(name, space)| (name, &mut space.state))
    }

    pub(crate) fn delete(&mut self, name: &SpaceName) {
        if let Some(mut space) = self.by_name.remove(name) {
            space.state.events.push(Event::Deleted);
            self.events.extend(events_of(name, &mut space.state));
        }
    }

    /// Replaces all spaces. Those of the same name keep their event streams, the others are deleted.
    pub(crate) fn replace(
        &mut self,
        states: BTreeMap<SpaceName, State>,
        system_time: Timestamp,
    ) -> Result<(), ApiError> {
        if states.len() > MAX_SPACES {
            return Err(ApiError::invalid(format!("snapshot: expected at most {MAX_SPACES} spaces")));
        }
        self.delete_if(|name, _| !states.contains_key(name));
        for (name, state) in states {
            match self.by_name.entry(name) {
                Entry::Vacant(entry) => drop(entry.insert(Space { state, last_used_at: system_time })),
                Entry::Occupied(mut entry) => {
                    entry.get_mut().state.restore(state);
                    let name = entry.key().clone();
                    self.events.extend(events_of(&name, &mut entry.get_mut().state));
                }
            }
        }
        Ok(())
    }

    /// Deletes the spaces that were idle for too long. Looks at all of them at most once a minute.
    pub(crate) fn delete_idle(&mut self, system_time: Timestamp) {
        if self.last_sweep.is_some_and(|last_sweep| system_time.since_ms(last_sweep) < 60_000) {
            return;
        }
        self.last_sweep = Some(system_time);
        self.delete_if(|_, space| system_time.since_ms(space.last_used_at) >= MAX_IDLE_MS);
    }

    /// Takes the events of deleted and restored spaces.
    pub(crate) fn take_events(&mut self) -> Vec<(SpaceName, NumberedEvent)> {
        std::mem::take(&mut self.events)
    }

    fn delete_if(&mut self, is_deleted: impl Fn(&SpaceName, &Space) -> bool) {
        let names = self.by_name.iter().filter(|(name, space)| is_deleted(name, space)).map(|(name, _)| name.clone());
        let names: Vec<SpaceName> = names.collect();
        names.iter().for_each(|name| self.delete(name));
    }
}

fn events_of(name: &SpaceName, state: &mut State) -> impl Iterator<Item = (SpaceName, NumberedEvent)> {
    state.events.take().into_iter().map(|event| (name.clone(), event))
}
