//! Faults: what can go wrong on the way, when, and what it does to an answer.

mod fault;
mod queue;
mod request_match;

pub(crate) use fault::Fault;
pub(crate) use queue::{Awaited, Faults, Random};
pub use request_match::Pattern;
pub(crate) use request_match::RequestMatch;
