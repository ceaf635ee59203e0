use super::fault::Fault;
use super::matcher::RequestMatcher;
use crate::http::Request;
use crate::randomness::Randomness;
use crate::runtime::Runtime;
use serde::{Deserialize, Serialize};

/// The faults to inject.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Faults {
    next: Vec<QueuedFault>,
    randomly: Vec<RandomFault>,
}

/// A fault for the next matching requests.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QueuedFault {
    pub(crate) fault: Fault,
    #[serde(rename = "match", default)]
    pub(crate) matcher: RequestMatcher,
    /// The number of requests still to fail.
    pub(crate) times: u64,
}

/// A fault that each request gets with some probability.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RandomFault {
    /// From 0 to 1.
    pub(crate) chance: f64,
    pub(crate) fault: Fault,
}

impl QueuedFault {
    /// Checks fault and matcher. The error says what was expected.
    pub(crate) fn validate(&self, runtime: &dyn Runtime) -> Result<(), &'static str> {
        self.fault.validate()?;
        self.matcher.validate(runtime)
    }
}

impl RandomFault {
    /// Checks fault and chance. The error says what was expected.
    pub(crate) fn validate(&self) -> Result<(), &'static str> {
        if !(0.0..=1.0).contains(&self.chance) {
            return Err("expected a chance from 0 to 1");
        }
        self.fault.validate()
    }
}

impl Faults {
    /// Checks every fault. The error says what was expected of the first invalid one.
    pub(crate) fn validate(&self, runtime: &dyn Runtime) -> Result<(), &'static str> {
        self.next.iter().try_for_each(|queued| queued.validate(runtime))?;
        self.randomly.iter().try_for_each(RandomFault::validate)
    }

    pub(crate) fn push(&mut self, queued: QueuedFault) {
        self.next.push(queued);
    }

    pub(crate) fn push_random(&mut self, random: RandomFault) {
        self.randomly.push(random);
    }

    /// Takes the fault for a request: the oldest that matches, otherwise one by chance.
    pub(crate) fn take(
        &mut self,
        request: &Request,
        runtime: &dyn Runtime,
        randomness: &mut Randomness,
    ) -> Option<Fault> {
        let position = self.next.iter().position(|queued| queued.matcher.matches(request, runtime));
        match position {
            Some(position) => self.take_queued(position),
            None => self.draw_random(randomness),
        }
    }

    fn take_queued(&mut self, position: usize) -> Option<Fault> {
        let queued = self.next.get_mut(position)?;
        queued.times = queued.times.saturating_sub(1);
        if queued.times == 0 { Some(self.next.remove(position).fault) } else { Some(queued.fault.clone()) }
    }

    fn draw_random(&self, randomness: &mut Randomness) -> Option<Fault> {
        let drawn = self.randomly.iter().find(|random| randomness.chance(random.chance));
        drawn.map(|random| random.fault.clone())
    }
}
