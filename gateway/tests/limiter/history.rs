//! What the naive model remembers of a user: every authentication.

use verigator_gateway::{Method, Policy};

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum SendOutcome {
    Open,
    Started,
    Failed,
    /// Failed, but counted, since PINs were tried on it.
    Kept,
}

pub(crate) struct Authentication {
    pub(crate) id: u64,
    pub(crate) method: Method,
    pub(crate) sent_at: u64,
    pub(crate) resend_at: u64,
    pub(crate) run: u64,
    pub(crate) sends: u64,
    pub(crate) outcome: SendOutcome,
    pub(crate) is_gone: bool,
    pub(crate) attempts: Vec<(u64, Attempt)>,
    pub(crate) is_decoy: bool,
    pub(crate) failed_at: Option<u64>,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Attempt {
    Unknown,
    Wrong,
    Refunded,
}

pub(crate) fn used(one: &Authentication) -> u64 {
    one.attempts.iter().filter(|attempt| attempt.1 != Attempt::Refunded).count() as u64
}

pub(crate) fn ends(one: &Authentication, policy: &Policy) -> u64 {
    one.sent_at + policy.authentication_ms
}

pub(crate) fn over(one: &Authentication, now: u64, policy: &Policy) -> bool {
    now >= ends(one, policy).max(one.resend_at)
}
