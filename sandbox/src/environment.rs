use crate::api_error::ApiError;
use crate::options::Options;
use crate::randomness::Randomness;
use crate::runtime::Runtime;
use crate::seed_data::SeedData;
use crate::spaces::SpaceName;
use crate::state::State;
use crate::timestamp::Timestamp;
use std::collections::BTreeMap;

/// The parts of a sandbox that never change: its options, its seed data and its runtime.
pub(crate) struct Environment {
    pub(crate) options: Options,
    /// The content of each new state.
    seed_data: Option<SeedData>,
    pub(crate) runtime: Box<dyn Runtime>,
}

impl Environment {
    /// Parses the seed data and checks that it can be applied.
    pub(crate) fn new(options: Options, runtime: Box<dyn Runtime>) -> Result<Self, ApiError> {
        let json = options.seed_data.as_ref();
        let seed_data = json.map(|json| SeedData::parse(json.as_bytes(), &options, runtime.as_ref())).transpose()?;
        let environment = Self { options, seed_data, runtime };
        environment.seeded_state(Randomness::from_seed(0))?;
        Ok(environment)
    }

    pub(crate) fn system_time(&self) -> Timestamp {
        self.runtime.now()
    }

    /// Creates the state of a new sandbox or space, or after a reset.
    pub(crate) fn initial_state(&self, randomness: Randomness) -> State {
        // The seed data was applied before, and drawn ids never equal given ones, so it cannot fail.
        self.seeded_state(randomness.clone()).unwrap_or_else(|_| State::new(&self.options, randomness))
    }

    fn seeded_state(&self, randomness: Randomness) -> Result<State, ApiError> {
        let mut state = State::new(&self.options, randomness);
        match &self.seed_data {
            None => {}
            Some(SeedData::Snapshot(content)) => state.replace(content.state.clone()),
            Some(SeedData::Additions(additions)) => {
                let now = state.clock.now(self.system_time());
                additions.apply(&mut state, &self.options, now)?;
            }
        }
        Ok(state)
    }

    /// Returns the spaces that exist from the start: those of a snapshot in the seed data.
    pub(crate) fn initial_spaces(&self) -> BTreeMap<SpaceName, State> {
        match &self.seed_data {
            Some(SeedData::Snapshot(content)) => content.spaces.clone().unwrap_or_default(),
            _ => BTreeMap::new(),
        }
    }
}
