//! Fault injection: which faults exist, which requests they affect, and what they do to a response.

mod fault;
mod matcher;
mod queue;

pub(crate) use fault::Fault;
pub(crate) use matcher::RequestMatcher;
pub(crate) use queue::{Faults, QueuedFault, RandomFault};
