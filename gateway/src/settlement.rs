//! What becomes of what was granted.

use crate::event::{Event, SendEvent, UserEvent};
use crate::method::Method;
use crate::upstream::Failure;
use crate::verdict::Verdict;

/// Says how the call to the API ended for which something was granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// An authentication was started, by this method.
    Started(Method),
    /// The PIN was right.
    Right,
    /// The PIN was wrong.
    Wrong,
    /// There was no such answer.
    Failed(Failure),
}

/// Gives the event that settles a granted one, none where it stays as it was counted.
///
/// The same fate settles every key that granted something for the call: the user's and those of whoever pays for the send.
pub fn settle(granted: &Event, verdict: &Verdict, fate: Fate, now: u64) -> Option<Event> {
    match granted {
        Event::User { event, policy, .. } => {
            let event = settle_user(*event, verdict.grant, fate)?;
            Some(Event::User { event, now, policy: policy.clone() })
        }
        Event::Sends { limit, .. } => {
            let sent_nothing = matches!(fate, Fate::Failed(failure) if failure.sent_nothing());
            sent_nothing.then_some(Event::Sends { event: SendEvent::GiveBack(verdict.grant), now, limit: *limit })
        }
    }
}

fn settle_user(granted: UserEvent, generation: u64, fate: Fate) -> Option<UserEvent> {
    match (granted, fate) {
        (UserEvent::Start(_), Fate::Started(method)) => Some(UserEvent::Started(generation, method)),
        (UserEvent::Start(asked), Fate::Failed(failure)) => Some(failure.settle_start(generation, asked)),
        (UserEvent::Attempt, Fate::Right) => Some(UserEvent::Right(generation)),
        (UserEvent::Attempt, Fate::Wrong) => Some(UserEvent::Wrong(generation)),
        (UserEvent::Attempt, Fate::Failed(failure)) => failure.settle_attempt(generation),
        _ => None,
    }
}
