use crate::control::control_call::ControlCall;
use crate::control::{clock, devices, faults, inbox, magic_values, profile, seed_data, snapshot};
use crate::event::Event;
use crate::http::{Delivery, Manner, Refusal, Request, Response};
use crate::machine::Machine;
use crate::openapi;
use crate::options::Options;
use crate::randomness::Randomness;
use crate::state::State;
use serde_json::json;

/// What every path of the control API starts with.
pub(crate) const PREFIX: &str = "/_sandbox/";

/// Answers a request to the control API.
pub(crate) fn deliver(state: &mut State, options: &Options, machine: &dyn Machine, request: &Request) -> Delivery {
    let now = state.clock.now(machine.now());
    let mut call = ControlCall { state, options, machine, request, now };
    let segments = request.path.strip_prefix(PREFIX).and_then(|_| request.segments());
    let segments = segments.unwrap_or_default();
    let segments: Vec<&str> = segments.iter().skip(1).map(String::as_str).collect();
    match (segments.as_slice(), request.method.as_str()) {
        (["events"], "GET") => Delivery::at_once(Manner::EventStream(event_stream())),
        (path, method) => answer(&mut call, path, method).map_or_else(Delivery::from, Delivery::from),
    }
}

fn answer(call: &mut ControlCall<'_>, path: &[&str], method: &str) -> Result<Response, Refusal> {
    match (path, method) {
        (["inbox", ..], _) => inbox::answer(call, path, method),
        (["devices", ..], _) => devices::answer(call, path, method),
        (["clock", ..], _) => clock::answer(call, path, method),
        (["faults", ..], _) => faults::answer(call, path, method),
        (["profile"], _) => profile::answer(call, method),
        (["snapshot"], _) => snapshot::answer(call, method),
        (["seed-data"], "POST") => seed_data::answer(call),
        (["magic-values"], "GET") => Ok(magic_values::answer()),
        (["settings"], "GET") => Ok(settings(call)),
        (["requests"], "GET") => Ok(Response::json(200, &json!({ "requests": call.state.requests }))),
        (["reset"], "POST") => Ok(reset(call)),
        (["openapi.json"], "GET") => Ok(Response::json(200, &openapi::document(call.state.profile))),
        (["seed-data" | "reset"], _) => Err(Refusal::NotAllowed("POST")),
        (["settings" | "requests" | "magic-values" | "openapi.json" | "events"], _) => Err(Refusal::NotAllowed("GET")),
        _ => Err(Refusal::not_found("path")),
    }
}

fn event_stream() -> Response {
    Response::text(200, "text/event-stream", String::new()).with_header("cache-control", "no-store")
}

fn settings(call: &ControlCall<'_>) -> Response {
    let options = call.options;
    let settings = json!({
        "username": options.username,
        "password": options.password,
        "profile": call.state.profile,
        "pinLength": options.pin_length,
        "pinLifetimeMs": options.pin_lifetime_ms,
        "maxAttempts": options.max_attempts,
    });
    Response::json(200, &settings)
}

/// Forgets everything. With a seed the draws start over; without one they go on, which nobody can tell from a new start.
fn reset(call: &mut ControlCall<'_>) -> Response {
    let randomness = call.options.seed.map_or_else(|| call.state.randomness.clone(), Randomness::from_seed);
    call.state.turn_into(State::new(call.options, randomness));
    call.state.events.push(Event::Reset);
    Response::empty(204)
}
