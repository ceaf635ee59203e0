//! The state machine of one key, from text to text: what every store runs.

use crate::event::{Event, SendEvent};
use crate::policy::SendLimit;
use crate::row::{self, CorruptRow, RowReader};
use crate::sends::Sends;
use crate::user::UserState;
use crate::verdict::{Outcome, Verdict, View};

/// Holds what a step gives a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The new state to keep in the old one's place; empty where the key can be forgotten.
    pub state: String,
    /// What the event's sender gets.
    pub verdict: Verdict,
    /// Milliseconds after the event from which the state is as good as none.
    pub forget_after_ms: u64,
}

/// Takes one step: `(state, event) → (state, verdict)`, the time and the limits being part of the event. An empty state is a new key's.
///
/// # Errors
/// A state or an event that this version did not write. The store then has to fail: to begin anew would leave something uncounted.
pub fn step(state: &str, event: &Event) -> Result<Step, CorruptRow> {
    let (state, verdict, forget_at) = match event {
        Event::User { event, now, policy } => {
            let before = if state.is_empty() { UserState::default() } else { UserState::from_row(state)? };
            let (after, verdict) = before.step(*event, *now, policy);
            (after.to_row(), verdict, after.forget_at(policy))
        }
        Event::Sends { event, now, limit } => {
            let before = if state.is_empty() { Sends::default() } else { read_sends(state)? };
            let (after, verdict) = step_sends(before, *event, *now, *limit);
            (write_sends(&after), verdict, after.forget_at(*limit))
        }
    };
    let remaining_ms = forget_at.map_or(0, |forget_at| forget_at.saturating_sub(event.now()));
    let state = if remaining_ms == 0 { String::new() } else { state };
    Ok(Step { state, verdict, forget_after_ms: remaining_ms })
}

/// Takes one step on a key that only counts sends.
fn step_sends(mut sends: Sends, event: SendEvent, now: u64, limit: SendLimit) -> (Sends, Verdict) {
    sends.prune(limit, now);
    let outcome = match event {
        SendEvent::Send => take(&mut sends, now, limit),
        SendEvent::GiveBack(at) => {
            sends.give_back(at);
            Outcome::Noted
        }
    };
    (sends, Verdict { outcome, grant: now, view: View::default() })
}

fn take(sends: &mut Sends, now: u64, limit: SendLimit) -> Outcome {
    let until = sends.free_at(limit, now);
    if now < until {
        return Outcome::TooMany { until };
    }
    sends.record(now);
    Outcome::Granted
}

/// Stands first in the row of a key that only counts sends; a user's key has another number there.
const SENDS_VERSION: u64 = 101;

fn write_sends(sends: &Sends) -> String {
    let numbers: Vec<u64> = std::iter::once(SENDS_VERSION).chain(sends.to_numbers()).collect();
    row::write(&numbers)
}

fn read_sends(text: &str) -> Result<Sends, CorruptRow> {
    let mut row = RowReader::open(text)?;
    if row.number()? == SENDS_VERSION { Sends::read(&mut row) } else { Err(CorruptRow) }
}
