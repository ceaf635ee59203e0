//! The state machine of one key, and the key's clock. Every store runs it.

use std::fmt::{self, Display, Formatter};

use serde::{Deserialize, Serialize};

use crate::decisions::{Decision, DecisionKind, Denial};
use crate::events::{Event, SharedEvent, SharedLimit};
use crate::shared_limits::Reservations;
use crate::user_limits::UserState;

/// The result of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The state that replaces the old one, as JSON; empty if the key can be deleted, none if the event has changed nothing.
    pub state: Option<String>,
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

/// A key's state.
enum State {
    User(UserState),
    Shared(Reservations),
}

/// The first characters of a stored state: its kind, and the version of its format. Because of them it is no JSON as a whole, so no database client
/// makes an object of it.
const USER: &str = "user2";
const SHARED: &str = "shared2";

/// Applies one event to a key's state. An empty state is a new key's. A store that has a clock passes its time, which replaces that of the event;
/// the decision's times are by the event's clock in any case.
///
/// # Errors
/// A state that this version did not write, or another kind of key's. The store then has to fail: starting over would lose counts.
pub fn step(state: &str, event: &Event, store_now: Option<u64>) -> Result<Step, UnknownState> {
    let mut key = Key::read(state)?;
    let decision = key.apply(event, store_now)?;
    let (state, forget_after_ms) = key.write()?;
    Ok(Step { state, decision, forget_after_ms })
}

/// A key whose state has been read, so that several events can be applied before it is written.
pub struct Key {
    /// None for a new key.
    state: Option<State>,
    clock: KeyClock,
    is_stored: bool,
    is_changed: bool,
    forget_after_ms: u64,
}

impl Key {
    /// Reads a state; an empty one is a new key's.
    ///
    /// # Errors
    /// A state that this version did not write.
    pub fn read(text: &str) -> Result<Self, UnknownState> {
        let (state, clock) = read(text)?;
        Ok(Self { state, clock, is_stored: !text.is_empty(), is_changed: false, forget_after_ms: 0 })
    }

    /// Applies one event.
    ///
    /// # Errors
    /// An event for another kind of key. The key can't be used any more.
    pub fn apply(&mut self, event: &Event, store_now: Option<u64>) -> Result<Decision, UnknownState> {
        let reading = self.clock.read(store_now.unwrap_or(event.now()));
        let has_state = self.state.is_some();
        let (after, decision, forget_at, is_changed) = match (self.state.take(), event) {
            (before @ (None | Some(State::User(_))), Event::User { event, policy, .. }) => {
                let user = if let Some(State::User(user)) = before { user } else { UserState::default() };
                let (user, decision, is_changed) = user.step(event.clone(), reading.now, policy);
                let forget_at = user.forget_at(policy);
                (State::User(user), decision, forget_at, is_changed)
            }
            (before @ (None | Some(State::Shared(_))), Event::Shared { event, limit, settled, .. }) => {
                let mut log = if let Some(State::Shared(log)) = before { log } else { Reservations::default() };
                log.prune(limit, settled, reading.now);
                let (decision, is_changed) = step_shared(&mut log, *event, limit, reading.now);
                let forget_at = log.forget_at(limit);
                (State::Shared(log), decision, forget_at, is_changed)
            }
            _ => return Err(UnknownState(serde::de::Error::custom("this key is one of another kind"))),
        };
        self.forget_after_ms = forget_at.map_or(0, |forget_at| forget_at.saturating_sub(reading.now));
        self.is_changed |= is_changed || (reading.is_new_shift && has_state);
        self.state = Some(after);
        Ok(by_clock_of_event(decision, reading, event.now()))
    }

    /// Returns the state that replaces the stored one, as in [`Step`], and the milliseconds after which it may be deleted.
    ///
    /// # Errors
    /// None that is known.
    pub fn write(&self) -> Result<(Option<String>, u64), UnknownState> {
        let state = match (&self.state, self.is_changed, self.forget_after_ms) {
            (_, false, _) | (None, ..) => None,
            (_, true, 0) => Some(String::new()).filter(|_| self.is_stored),
            (Some(state), true, _) => Some(write(state, self.clock)?),
        };
        Ok((state, self.forget_after_ms))
    }
}

/// Applies one event to a shared key. Returns whether it has changed the key.
fn step_shared(log: &mut Reservations, event: SharedEvent, limit: &SharedLimit, now: u64) -> (Decision, bool) {
    match event {
        SharedEvent::Reserve { id } if log.contains(id) => (Decision::on_shared(DecisionKind::Allow, id), false),
        SharedEvent::Reserve { id } => {
            let until = log.available_at(limit, now);
            if now < until {
                return (denied(until), false);
            }
            log.record(id, limit, now);
            (Decision::on_shared(DecisionKind::Allow, id), true)
        }
        SharedEvent::Check => {
            let until = log.available_at(limit, now);
            let is_available = until <= now;
            (if is_available { Decision::on_shared(DecisionKind::Recorded, 0) } else { denied(until) }, false)
        }
        SharedEvent::Refund { id } => (Decision::on_shared(DecisionKind::Recorded, 0), log.refund(id)),
    }
}

fn denied(until: u64) -> Decision {
    Decision::on_shared(DecisionKind::Deny(Denial::TooManySends { until }), 0)
}

/// Expresses the times of a decision by the clock of the gateway that gets it.
fn by_clock_of_event(mut decision: Decision, reading: Reading, now: u64) -> Decision {
    decision.behind_ms = reading.behind_ms;
    decision.move_times(|time| {
        time.saturating_sub(reading.now).saturating_add(now).saturating_sub(reading.now.saturating_sub(time))
    });
    decision
}

fn read(text: &str) -> Result<(Option<State>, KeyClock), UnknownState> {
    if text.is_empty() {
        return Ok((None, KeyClock::default()));
    }
    let unknown = || UnknownState(serde::de::Error::custom("its first characters are unknown"));
    if let Some(fields) = text.strip_prefix(USER) {
        let (clock, user) = serde_json::from_str(fields).map_err(UnknownState)?;
        return Ok((Some(State::User(user)), clock));
    }
    let fields = text.strip_prefix(SHARED).ok_or_else(unknown)?;
    let (clock, log) = serde_json::from_str(fields).map_err(UnknownState)?;
    Ok((Some(State::Shared(log)), clock))
}

fn write(state: &State, clock: KeyClock) -> Result<String, UnknownState> {
    let (kind, fields) = match state {
        State::User(user) => (USER, serde_json::to_string(&(clock, user))),
        State::Shared(log) => (SHARED, serde_json::to_string(&(clock, log))),
    };
    Ok([kind, &fields.map_err(UnknownState)?].concat())
}

/// Clocks of one network differ by less than this. A clock that is behind by less only waits.
const TOLERANCE_MS: u64 = 2_000;

/// A clock that is behind by more is reported to the operator.
const REPORTED_MS: u64 = 10_000;

/// The latest time that a key has seen, and the clock that was behind it.
///
/// If the time ran backwards, a slower clock would revive cooldowns or a faster one would forget counts, so two processes could take turns
/// to pass every limit. A slower clock sees the time of the faster one instead, and from there it passes at its own speed. So a clock that
/// once was ahead shifts the times of a key, and neither stops them nor lets a limit be exceeded more than once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeyClock(u64, u64, u64);

/// The time of an event as its key sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) now: u64,
    /// Whether the clock of the event was behind for the first time, which the key has to remember.
    pub(crate) is_new_shift: bool,
    /// How far the clock of the event was behind, if that is more than clocks should differ.
    pub(crate) behind_ms: Option<u64>,
}

impl KeyClock {
    /// Returns the key's time for an event at `now`.
    pub(crate) fn read(&mut self, now: u64) -> Reading {
        let Self(latest, shifted_to, shifted_from) = *self;
        let behind_ms = latest.saturating_sub(now);
        if behind_ms == 0 {
            *self = Self(now, 0, 0);
            return Reading { now, is_new_shift: false, behind_ms: None };
        }
        let reported_ms = (behind_ms > REPORTED_MS).then_some(behind_ms);
        if behind_ms <= TOLERANCE_MS {
            return Reading { now: latest, is_new_shift: false, behind_ms: None };
        }
        if shifted_to == 0 {
            *self = Self(latest, latest, now);
            return Reading { now: latest, is_new_shift: true, behind_ms: reported_ms };
        }
        let shifted = shifted_to.saturating_add(now.saturating_sub(shifted_from)).max(latest);
        *self = Self(shifted, shifted_to, shifted_from);
        Reading { now: shifted, is_new_shift: false, behind_ms: reported_ms }
    }
}
