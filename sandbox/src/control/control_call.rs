use crate::fields::Fields;
use crate::http::{Refusal, Request};
use crate::machine::Machine;
use crate::options::Options;
use crate::phone_number::PhoneNumber;
use crate::state::State;
use crate::timestamp::Timestamp;

/// A request to the control API, with what it takes to carry it out.
pub(super) struct ControlCall<'a> {
    pub(super) state: &'a mut State,
    pub(super) options: &'a Options,
    pub(super) machine: &'a dyn Machine,
    pub(super) request: &'a Request,
    pub(super) now: Timestamp,
}

impl ControlCall<'_> {
    pub(super) fn fields(&self, names: &[&str]) -> Result<Fields, Refusal> {
        Fields::of_body(&self.request.body)?.only(names)
    }
}

/// Reads a phone number that a caller named as `name`.
pub(super) fn phone_number(name: &str, text: &str) -> Result<PhoneNumber, Refusal> {
    PhoneNumber::parse(text).map_err(|problem| Refusal::invalid(format!("{name}: {problem}")))
}
