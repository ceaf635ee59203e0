//! Writes a snapshot in chunks, so that a server can write a large state without blocking requests for long.
//!
//! Users are shared with the state and copied only when they change, so the chunks show the state as it was at the start.

use crate::clock::Clock;
use crate::devices::Devices;
use crate::directory::User;
use crate::event::RequestRecord;
use crate::faults::Faults;
use crate::fixed_pins::FixedPins;
use crate::history::History;
use crate::inbox::Inbox;
use crate::number_verification::Sessions;
use crate::profile::Profile;
use crate::randomness::Randomness;
use crate::snapshot::HEADER;
use crate::spaces::Spaces;
use crate::state::State;
use serde::Serialize;
use std::collections::VecDeque;
use std::rc::Rc;

/// The number of users in one chunk, which takes a few milliseconds.
const USERS_PER_CHUNK: usize = 1000;

/// The remaining chunks of a snapshot.
pub(crate) struct SnapshotChunks(VecDeque<Chunk>);

enum Chunk {
    Text(String),
    Users(Vec<Rc<User>>),
}

/// A state without its directory, which is written in chunks.
#[derive(Serialize)]
struct StateWithoutDirectory<'a> {
    profile: Profile,
    clock: Clock,
    randomness: &'a Randomness,
    devices: &'a Devices,
    inbox: &'a Inbox,
    faults: &'a Faults,
    #[serde(skip_serializing_if = "FixedPins::is_empty")]
    pins: &'a FixedPins,
    #[serde(skip_serializing_if = "Sessions::is_empty")]
    sessions: &'a Sessions,
    requests: &'a History<RequestRecord>,
}

impl SnapshotChunks {
    /// Starts a snapshot of a state and its spaces, if it has any.
    pub(crate) fn new(state: &State, spaces: Option<&Spaces>) -> Result<Self, serde_json::Error> {
        let mut chunks = Self(VecDeque::new());
        chunks.push_text(format!("{{{HEADER},\"state\":"));
        chunks.push_state(state)?;
        let mut separator = ",\"spaces\":{";
        for (name, state) in spaces.map(Spaces::states).unwrap_or_default() {
            chunks.push_text(format!("{separator}{}:", serde_json::to_string(name)?));
            chunks.push_state(state)?;
            separator = ",";
        }
        chunks.push_text(if separator == "," { "}}" } else { "}" }.to_owned());
        Ok(chunks)
    }

    /// Returns all chunks in one.
    pub(crate) fn collect(mut self) -> Result<String, serde_json::Error> {
        std::iter::from_fn(|| self.next()).collect()
    }

    /// Returns the next chunk; `None` at the end.
    pub(crate) fn next(&mut self) -> Option<Result<String, serde_json::Error>> {
        Some(match self.0.pop_front()? {
            Chunk::Text(text) => Ok(text),
            Chunk::Users(users) => serialize_items(&users),
        })
    }

    fn push_text(&mut self, text: String) {
        self.0.push_back(Chunk::Text(text));
    }

    fn push_state(&mut self, state: &State) -> Result<(), serde_json::Error> {
        let without_directory = serde_json::to_string(&StateWithoutDirectory {
            profile: state.profile,
            clock: state.clock,
            randomness: &state.randomness,
            devices: &state.devices,
            inbox: &state.inbox,
            faults: &state.faults,
            pins: &state.pins,
            sessions: &state.sessions,
            requests: &state.requests,
        })?;
        let open_object = without_directory.strip_suffix('}').unwrap_or_default();
        let services: Vec<_> = state.directory.services().collect();
        let services = serde_json::to_string(&services)?;
        let next_number = state.directory.next_number();
        self.push_text(format!(
            "{open_object},\"directory\":{{\"services\":{services},\"nextNumber\":{next_number},\"users\":["
        ));
        self.push_users(state.directory.shared_users());
        self.push_text("]}}".to_owned());
        Ok(())
    }

    fn push_users(&mut self, users: Vec<Rc<User>>) {
        let mut users = users.into_iter().peekable();
        while users.peek().is_some() {
            self.0.push_back(Chunk::Users(users.by_ref().take(USERS_PER_CHUNK).collect()));
            if users.peek().is_some() {
                self.push_text(",".to_owned());
            }
        }
    }
}

/// Serializes users as the items of an array, without its brackets.
fn serialize_items(users: &[Rc<User>]) -> Result<String, serde_json::Error> {
    let users: Vec<&User> = users.iter().map(Rc::as_ref).collect();
    let array = serde_json::to_string(&users)?;
    Ok(array.get(1..array.len().saturating_sub(1)).unwrap_or_default().to_owned())
}
