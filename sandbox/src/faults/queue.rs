use crate::faults::{Fault, RequestMatch};
use crate::http::Request;
use crate::machine::Machine;
use crate::randomness::Randomness;
use serde::{Deserialize, Serialize};

/// The faults that wait for their requests.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Faults {
    next: Vec<Awaited>,
    randomly: Vec<Random>,
}

/// A fault that the next requests that match meet.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Awaited {
    pub(crate) fault: Fault,
    #[serde(rename = "match", default)]
    pub(crate) request_match: RequestMatch,
    /// How many requests meet it yet.
    pub(crate) times: u64,
}

/// A fault that each request meets with some chance.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Random {
    /// From 0 to 1.
    pub(crate) chance: f64,
    pub(crate) fault: Fault,
}

impl Awaited {
    /// Says what is wrong with one that can never be met.
    pub(crate) fn problem(&self, machine: &dyn Machine) -> Option<&'static str> {
        self.fault.problem().or_else(|| self.request_match.problem(machine))
    }
}

impl Random {
    /// Says what is wrong with one that cannot be drawn.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        let chance_fits = (0.0..=1.0).contains(&self.chance);
        if chance_fits { self.fault.problem() } else { Some("expected a chance from 0 to 1") }
    }
}

impl Faults {
    /// Says what is wrong with the first that cannot be played.
    pub(crate) fn problem(&self, machine: &dyn Machine) -> Option<&'static str> {
        let awaited = self.next.iter().find_map(|awaited| awaited.problem(machine));
        awaited.or_else(|| self.randomly.iter().find_map(Random::problem))
    }

    pub(crate) fn add(&mut self, awaited: Awaited) {
        self.next.push(awaited);
    }

    pub(crate) fn add_random(&mut self, random: Random) {
        self.randomly.push(random);
    }

    /// Returns the fault that a request meets: the oldest that awaits it, else one by chance.
    pub(crate) fn draw(
        &mut self,
        request: &Request,
        machine: &dyn Machine,
        randomness: &mut Randomness,
    ) -> Option<Fault> {
        let position = self.next.iter().position(|awaited| awaited.request_match.fits(request, machine));
        match position {
            Some(position) => self.take(position),
            None => self.by_chance(randomness),
        }
    }

    fn take(&mut self, position: usize) -> Option<Fault> {
        let awaited = self.next.get_mut(position)?;
        awaited.times = awaited.times.saturating_sub(1);
        if awaited.times == 0 { Some(self.next.remove(position).fault) } else { Some(awaited.fault.clone()) }
    }

    fn by_chance(&self, randomness: &mut Randomness) -> Option<Fault> {
        let hit = self.randomly.iter().find(|random| randomness.happens(random.chance));
        hit.map(|random| random.fault.clone())
    }
}
