//! The state machine of one key. Every store runs it.

use std::fmt::{self, Display, Formatter};

use serde::{Deserialize, Serialize};

use crate::decision::{Decision, DecisionKind, Denial};
use crate::event::{Event, SendEvent};
use crate::policy::SendLimit;
use crate::send_log::SendLog;
use crate::user_state::UserState;

/// The result of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The state that replaces the old one, as JSON; empty if the key can be deleted.
    pub state: String,
    /// The decision.
    pub decision: Decision,
    /// Milliseconds after the event at which the state may be deleted.
    pub forget_after_ms: u64,
}

/// A state that this version did not write.
#[derive(Debug)]
pub struct UnknownState(serde_json::Error);

impl Display for UnknownState {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "expected a state of this version: {}", self.0)
    }
}

impl std::error::Error for UnknownState {}

/// A key's stored state. The names carry the version of its format.
#[derive(Serialize, Deserialize)]
enum State {
    #[serde(rename = "user.v1")]
    User(UserState),
    #[serde(rename = "sends.v1")]
    Sends(SendLog),
}

/// Applies one event to a key's state. An empty state is a new key's.
///
/// # Errors
/// A state that this version did not write, or another kind of key's. The store then has to fail: starting over would lose counts.
pub fn step(state: &str, event: &Event) -> Result<Step, UnknownState> {
    let (state, decision, forget_at) = match event {
        Event::User { event, now, policy } => {
            let (after, decision) = read_user(state)?.step(*event, *now, policy);
            let forget_at = after.forget_at(policy);
            (State::User(after), decision, forget_at)
        }
        Event::Sends { event, now, limit } => {
            let (after, decision) = step_sends(read_sends(state)?, *event, *now, *limit);
            let forget_at = after.forget_at(*limit);
            (State::Sends(after), decision, forget_at)
        }
    };
    let forget_after_ms = forget_at.map_or(0, |forget_at| forget_at.saturating_sub(event.now()));
    let state = if forget_after_ms == 0 { String::new() } else { write(&state)? };
    Ok(Step { state, decision, forget_after_ms })
}

/// Applies one event to a key that only counts sends.
fn step_sends(mut sends: SendLog, event: SendEvent, now: u64, limit: SendLimit) -> (SendLog, Decision) {
    sends.prune(limit, now);
    let decision = match event {
        SendEvent::Reserve => reserve(&mut sends, now, limit),
        SendEvent::Refund { reservation } => {
            sends.refund(reservation);
            Decision::on_sends(DecisionKind::Recorded, 0)
        }
    };
    (sends, decision)
}

fn reserve(sends: &mut SendLog, now: u64, limit: SendLimit) -> Decision {
    let until = sends.available_at(limit, now);
    if now < until {
        return Decision::on_sends(DecisionKind::Deny(Denial::TooManySends { until }), 0);
    }
    Decision::on_sends(DecisionKind::Allow, sends.record(limit, now))
}

fn read_user(text: &str) -> Result<UserState, UnknownState> {
    match read(text)? {
        None => Ok(UserState::default()),
        Some(State::User(state)) => Ok(state),
        Some(State::Sends(_)) => Err(UnknownState(serde::de::Error::custom("this key counts sends"))),
    }
}

fn read_sends(text: &str) -> Result<SendLog, UnknownState> {
    match read(text)? {
        None => Ok(SendLog::default()),
        Some(State::Sends(sends)) => Ok(sends),
        Some(State::User(_)) => Err(UnknownState(serde::de::Error::custom("this key is a user's"))),
    }
}

fn read(text: &str) -> Result<Option<State>, UnknownState> {
    if text.is_empty() { Ok(None) } else { serde_json::from_str(text).map(Some).map_err(UnknownState) }
}

fn write(state: &State) -> Result<String, UnknownState> {
    serde_json::to_string(state).map_err(UnknownState)
}
