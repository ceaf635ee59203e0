use crate::access_control::{self, Access};
use crate::api;
use crate::control;
use crate::event::{NumberedEvent, RequestRecord};
use crate::http::{Delivery, Request};
use crate::options::Options;
use crate::randomness::Randomness;
use crate::runtime::Runtime;
use crate::state::State;
use crate::timestamp::Timestamp;

/// The emulated Verigator API with its control API.
pub struct Sandbox {
    options: Options,
    runtime: Box<dyn Runtime>,
    state: State,
    last_sequence: u64,
}

impl Sandbox {
    /// Creates a sandbox. The entropy is for ids, PINs and secrets; it is ignored if the options have a seed.
    #[must_use]
    pub fn new(options: Options, entropy: [u8; 32], runtime: Box<dyn Runtime>) -> Self {
        let randomness = options.seed.map_or_else(|| Randomness::from_entropy(entropy), Randomness::from_seed);
        let state = State::new(&options, randomness);
        Self { options, runtime, state, last_sequence: 0 }
    }

    /// Handles a request to the Verigator API, or to the control API under `/_sandbox/`.
    pub fn handle(&mut self, request: &Request) -> Delivery {
        let headers = match access_control::check(request) {
            Access::Respond(response) => return response.into(),
            Access::Allowed(headers) => headers,
        };
        let mut delivery = if request.path.starts_with(control::PREFIX) {
            control::handle(&mut self.state, &self.options, self.runtime.as_ref(), request)
        } else {
            self.handle_api(request)
        };
        if let Some(response) = delivery.response_mut() {
            response.headers.extend(headers);
        }
        delivery
    }

    /// Returns the events since the last call, as a JSON array of numbered events.
    pub fn take_events(&mut self) -> String {
        let numbered: Vec<NumberedEvent> = std::mem::take(&mut self.state.events)
            .into_iter()
            .map(|event| {
                self.last_sequence += 1;
                NumberedEvent { sequence: self.last_sequence, event }
            })
            .collect();
        serde_json::to_string(&numbered).unwrap_or_else(|_| "[]".to_owned())
    }

    fn handle_api(&mut self, request: &Request) -> Delivery {
        let received_at = self.now();
        let delivery = match self.state.faults.take(request, self.runtime.as_ref(), &mut self.state.randomness) {
            Some(fault) => fault.apply(|| self.route_api(request, received_at)),
            None => self.route_api(request, received_at),
        };
        self.record(request, received_at, &delivery);
        delivery
    }

    fn route_api(&mut self, request: &Request, now: Timestamp) -> Delivery {
        api::handle(&mut self.state, &self.options, request, now).map_or_else(Delivery::from, Delivery::from)
    }

    /// Records a request. Requests without a response are not recorded.
    fn record(&mut self, request: &Request, at: Timestamp, delivery: &Delivery) {
        let Some(response) = delivery.response() else {
            return;
        };
        let duration_ms = self.now().since_ms(at).saturating_add(delivery.delay_ms);
        let (method, path) = (request.method.clone(), request.path.clone());
        self.state.record(RequestRecord { method, path, status: response.status, at, duration_ms });
    }

    fn now(&self) -> Timestamp {
        self.state.clock.now(self.runtime.now())
    }
}
