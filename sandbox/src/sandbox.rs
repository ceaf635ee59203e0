use crate::access_control::{self, Access};
use crate::api;
use crate::api_error::ApiError;
use crate::control;
use crate::environment::Environment;
use crate::event::{NumberedEvent, RequestRecord};
use crate::http::{Delivery, Request, Response};
use crate::number_verification;
use crate::options::Options;
use crate::randomness::Randomness;
use crate::runtime::Runtime;
use crate::snapshot_chunks::SnapshotChunks;
use crate::spaces::{SpaceName, Spaces};
use crate::state::State;
use crate::timestamp::Timestamp;
use serde::Serialize;

/// The emulated Verigator API with its control API.
pub struct Sandbox {
    environment: Environment,
    /// The source of the randomness of new spaces, unless the options have a seed.
    randomness: Randomness,
    state: State,
    spaces: Spaces,
    events: Vec<SpaceEvent>,
    snapshot: Option<SnapshotChunks>,
}

/// An event with the name of its space.
#[derive(Serialize)]
struct SpaceEvent {
    #[serde(skip_serializing_if = "Option::is_none")]
    space: Option<SpaceName>,
    #[serde(flatten)]
    event: NumberedEvent,
}

impl Sandbox {
    /// Creates a sandbox. The entropy is for ids, PINs and secrets; it is ignored if the options have a seed.
    ///
    /// # Errors
    /// Names the JSON path in the seed data that is invalid, and what was expected.
    pub fn new(options: Options, entropy: [u8; 32], runtime: Box<dyn Runtime>) -> Result<Self, String> {
        Self::try_new(options, entropy, runtime).map_err(ApiError::message)
    }

    fn try_new(options: Options, entropy: [u8; 32], runtime: Box<dyn Runtime>) -> Result<Self, ApiError> {
        let environment = Environment::new(options, runtime)?;
        let mut randomness = Randomness::from_entropy(entropy);
        let state = initial_state(&environment, &mut randomness);
        let mut spaces = Spaces::default();
        spaces.replace(environment.initial_spaces(), environment.system_time())?;
        Ok(Self { environment, randomness, state, spaces, events: Vec::new(), snapshot: None })
    }

    /// Handles a request to the Verigator API, or to the control API under `/_sandbox/`. Both exist for each space under `/spaces/NAME`.
    ///
    /// No response may be cached, unless a fault says otherwise: the same request has another response later.
    pub fn handle(&mut self, request: &Request) -> Delivery {
        let mut delivery = match access_control::check(request, &self.environment.options) {
            Access::Respond(response) => response.into(),
            Access::Allowed(headers) => self.handle_allowed(request, headers),
        };
        if let Some(response) = delivery.response_mut() {
            response.forbid_caching();
        }
        delivery
    }

    fn handle_allowed(&mut self, request: &Request, headers: Vec<(String, String)>) -> Delivery {
        if let Some(response) = access_control::check_intent(request).filter(|_| get_changes_state(request)) {
            return response.into();
        }
        self.spaces.delete_idle(self.environment.system_time());
        let mut delivery = match SpaceName::split_path(&request.path) {
            None => self.handle_root(request),
            Some(Ok((name, path))) => self.handle_space(name, &request.with_path(path)),
            Some(Err(error)) => error.into(),
        };
        self.collect_events_of_spaces();
        if let Some(response) = delivery.response_mut() {
            response.headers.extend(headers);
        }
        delivery
    }

    /// Returns the response to a request that access control rejects, or that is a CORS preflight; `None` if it has to be handled.
    /// It needs only the method and the headers, so a server can check them before it reads the body or serves a file. A link to a page from
    /// another site is allowed here; [`Self::handle`] rejects one to an API.
    #[must_use]
    pub fn check_access(&self, request: &Request) -> Option<Response> {
        match access_control::check_before_body(request, &self.environment.options) {
            Access::Respond(mut response) => {
                response.forbid_caching();
                Some(response)
            }
            Access::Allowed(_) => None,
        }
    }

    /// Sends the messages that are due by themselves, and returns the milliseconds until the next one; `None` if there is none or its clock is stopped.
    pub fn send_due(&mut self) -> Option<u64> {
        let Self { environment, state, spaces, events, .. } = self;
        let system_time = environment.system_time();
        let mut next = None;
        let states = spaces.states_mut().map(|(name, state)| (Some(name.clone()), state));
        for (space, state) in std::iter::once((None, state)).chain(states) {
            let now = state.clock.now(system_time);
            state.send_due(now);
            events.extend(state.events.take().into_iter().map(|event| SpaceEvent { space: space.clone(), event }));
            let due = state.sessions.next_due().filter(|_| state.clock.is_running());
            next = [next, due.map(|due| due.since_ms(now))].into_iter().flatten().min();
        }
        next
    }

    /// Returns the events since the last call, as a JSON array.
    pub fn take_events(&mut self) -> String {
        serde_json::to_string(&std::mem::take(&mut self.events)).unwrap_or_else(|_| "[]".to_owned())
    }

    /// Starts a snapshot in chunks, of the state as it is now. It replaces a previous one that was not finished.
    pub fn start_snapshot(&mut self) {
        self.snapshot = SnapshotChunks::new(&self.state, Some(&self.spaces)).ok();
    }

    /// Returns the next chunk of the snapshot; `None` at its end.
    pub fn next_snapshot_chunk(&mut self) -> Option<String> {
        let chunk = self.snapshot.as_mut()?.next().and_then(Result::ok);
        if chunk.is_none() {
            self.snapshot = None;
        }
        chunk
    }

    fn handle_root(&mut self, request: &Request) -> Delivery {
        let delivery = route(&mut self.state, Some(&mut self.spaces), &self.environment, request);
        self.events.extend(self.state.events.take().into_iter().map(|event| SpaceEvent { space: None, event }));
        delivery
    }

    fn handle_space(&mut self, name: SpaceName, request: &Request) -> Delivery {
        let Self { environment, randomness, spaces, events, .. } = self;
        let opened = spaces.open(&name, environment.system_time(), || initial_state(environment, randomness));
        let state = match opened {
            Ok(state) => state,
            Err(error) => return error.into(),
        };
        let delivery = route(state, None, environment, request);
        events.extend(state.events.take().into_iter().map(|event| SpaceEvent { space: Some(name.clone()), event }));
        Delivery { space: Some(name.into()), ..delivery }
    }

    /// Collects the events of spaces that other requests than their own deleted or restored.
    fn collect_events_of_spaces(&mut self) {
        let events = self.spaces.take_events().into_iter();
        self.events.extend(events.map(|(name, event)| SpaceEvent { space: Some(name), event }));
    }
}

fn initial_state(environment: &Environment, randomness: &mut Randomness) -> State {
    environment.initial_state(environment.options.seed.map_or_else(|| randomness.fork(), Randomness::from_seed))
}

/// Returns whether a GET changes something. A space is created, or restarts its idle time; requests to the Verigator API are recorded, and use
/// up faults; a message is claimed once.
fn get_changes_state(request: &Request) -> bool {
    let is_in_space = SpaceName::split_path(&request.path).is_some();
    let is_api = request.path.starts_with(api::PREFIX) || number_verification::is_path(&request.path);
    is_in_space || is_api || control::claims_message(request)
}

/// Routes a request to the control API or the Verigator API. Only the root has spaces. Browsers request other paths by themselves, such as
/// `/favicon.ico`, so these get a 404 without consuming a fault.
fn route(state: &mut State, spaces: Option<&mut Spaces>, environment: &Environment, request: &Request) -> Delivery {
    state.send_due(state.clock.now(environment.system_time()));
    if request.path.starts_with(control::PREFIX) {
        let delivery = control::handle(state, spaces, environment, request);
        // The request may have turned the clock.
        state.send_due(state.clock.now(environment.system_time()));
        return delivery;
    }
    let is_number_verification = number_verification::is_path(&request.path);
    if !is_number_verification && !request.path.starts_with(api::PREFIX) {
        return ApiError::not_found("path").into();
    }
    let received_at = state.clock.now(environment.system_time());
    let handle = |state: &mut State| match is_number_verification {
        true => number_verification::handle(state, &environment.options, request, received_at).into(),
        false => {
            api::handle(state, &environment.options, request, received_at).map_or_else(Delivery::from, Delivery::from)
        }
    };
    let delivery = match state.faults.take(request, environment.runtime.as_ref(), &mut state.randomness) {
        Some(fault) => fault.apply(|| handle(state)),
        None => handle(state),
    };
    record(state, request, &delivery, received_at, environment.system_time());
    delivery
}

/// Records a request. Requests without a response are not recorded.
fn record(state: &mut State, request: &Request, delivery: &Delivery, at: Timestamp, system_time: Timestamp) {
    let Some(response) = delivery.response() else {
        return;
    };
    let duration_ms = state.clock.now(system_time).since_ms(at).saturating_add(delivery.delay_ms);
    let (method, path) = (request.method.clone(), request.path.clone());
    state.record(RequestRecord { method, path, status: response.status, at, duration_ms });
}
