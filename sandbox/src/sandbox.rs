use crate::calls;
use crate::control;
use crate::event::NumberedEvent;
use crate::faults::Fault;
use crate::guard::{self, Admission};
use crate::http::{Delivery, Request};
use crate::machine::Machine;
use crate::options::Options;
use crate::randomness::Randomness;
use crate::requests::RequestRecord;
use crate::state::State;
use crate::timestamp::Timestamp;

/// A sandbox: everything it remembers, and the machine it runs in.
pub struct Sandbox {
    options: Options,
    machine: Box<dyn Machine>,
    state: State,
    last_sequence: u64,
}

impl Sandbox {
    /// Sets up a sandbox. The entropy is for ids, PINs and secrets, and goes unused where the options have a seed.
    #[must_use]
    pub fn new(options: Options, entropy: [u8; 32], machine: Box<dyn Machine>) -> Self {
        let randomness = options.seed.map_or_else(|| Randomness::from_entropy(entropy), Randomness::from_seed);
        let state = State::new(&options, randomness);
        Self { options, machine, state, last_sequence: 0 }
    }

    /// Answers a request, be it to the Verigator API or to the control API under `/_sandbox/`.
    pub fn handle(&mut self, request: &Request) -> Delivery {
        let headers = match guard::admit(request) {
            Admission::Answered(response) => return response.into(),
            Admission::Granted(headers) => headers,
        };
        let mut delivery = if request.path.starts_with(control::PREFIX) {
            control::deliver(&mut self.state, &self.options, self.machine.as_ref(), request)
        } else {
            self.serve(request)
        };
        if let Some(response) = delivery.response_mut() {
            response.headers.extend(headers);
        }
        delivery
    }

    /// Returns what happened since this was last asked, as a JSON list, each event with its number.
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

    fn serve(&mut self, request: &Request) -> Delivery {
        let arrived_at = self.now();
        let delivery = match self.state.faults.draw(request, self.machine.as_ref(), &mut self.state.randomness) {
            Some(fault) => self.play(&fault, request, arrived_at),
            None => self.answer(request, arrived_at),
        };
        self.record(request, arrived_at, &delivery);
        delivery
    }

    fn play(&mut self, fault: &Fault, request: &Request, now: Timestamp) -> Delivery {
        fault.deliver(|| self.answer(request, now))
    }

    fn answer(&mut self, request: &Request, now: Timestamp) -> Delivery {
        calls::answer(&mut self.state, &self.options, request, now).map_or_else(Delivery::from, Delivery::from)
    }

    /// A request that nobody answers is none of those answered.
    fn record(&mut self, request: &Request, at: Timestamp, delivery: &Delivery) {
        let Some(response) = delivery.response() else {
            return;
        };
        let duration_ms = self.now().since_ms(at).saturating_add(delivery.delay_ms);
        let (method, path) = (request.method.clone(), request.path.clone());
        self.state.record(RequestRecord { method, path, status: response.status, at, duration_ms });
    }

    fn now(&self) -> Timestamp {
        self.state.clock.now(self.machine.now())
    }
}
