use super::context::Context;
use super::{clock, devices, faults, inbox, seed, spaces, state};
use crate::api_error::ApiError;
use crate::environment::Environment;
use crate::http::{Delivery, DeliveryMode, Request, Response};
use crate::spaces::Spaces;
use crate::state::State;

/// The prefix of every path of the control API.
pub(crate) const PREFIX: &str = "/_sandbox/";

/// Handles a request to the control API.
pub(crate) fn handle(
    state: &mut State,
    spaces: Option<&mut Spaces>,
    environment: &Environment,
    request: &Request,
) -> Delivery {
    let now = state.clock.now(environment.system_time());
    let mut context = Context { state, spaces, environment, request, now };
    let segments = segments_of(request);
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match (segments.as_slice(), request.method.as_str()) {
        (["events"], "GET") => Delivery::immediate(DeliveryMode::EventStream(event_stream())),
        (["inbox", "next"], "GET") => inbox::wait_for_next(&mut context).unwrap_or_else(Delivery::from),
        (path, method) => dispatch(&mut context, path, method).map_or_else(Delivery::from, Delivery::from),
    }
}

/// Returns whether a GET claims a message, which is then returned to nobody else.
pub(crate) fn claims_message(request: &Request) -> bool {
    segments_of(request) == ["inbox", "next"]
}

/// Returns the decoded segments of the path below the prefix; none for other paths.
fn segments_of(request: &Request) -> Vec<String> {
    let segments = request.path.strip_prefix(PREFIX).and_then(|_| request.segments());
    segments.unwrap_or_default().into_iter().skip(1).collect()
}

fn dispatch(context: &mut Context<'_>, path: &[&str], method: &str) -> Result<Response, ApiError> {
    match (path, method) {
        (["inbox", ..], _) => inbox::handle(context, path, method),
        (["devices", ..], _) => devices::handle(context, path, method),
        (["clock", ..], _) => clock::handle(context, path, method),
        (["faults", ..], _) => faults::handle(context, path, method),
        (["spaces", ..], _) => spaces::handle(context, path, method),
        (["profile"], _) => state::profile(context, method),
        (["snapshot"], _) => state::snapshot(context, method),
        (["pins"], _) => state::pins(context, method),
        (["seed"], "POST") => seed::handle(context),
        (["magic-values"], "GET") => Ok(state::magic_values()),
        (["settings"], "GET") => Ok(state::settings(context)),
        (["requests"], "GET") => Ok(state::requests(context)),
        (["reset"], "POST") => Ok(state::reset(context)),
        (["openapi.json"], "GET") => Ok(Response::text(200, "application/json", openapi())),
        (["seed" | "reset"], _) => Err(ApiError::MethodNotAllowed("POST")),
        (["settings" | "requests" | "magic-values" | "openapi.json" | "events"], _) => {
            Err(ApiError::MethodNotAllowed("GET"))
        }
        _ => Err(ApiError::not_found("path")),
    }
}

fn event_stream() -> Response {
    Response::text(200, "text/event-stream", String::new())
}

/// Returns the OpenAPI document of both APIs, which is a file but for its version.
fn openapi() -> String {
    const DOCUMENT: &str = include_str!("../../openapi.json");
    DOCUMENT.replacen("0.0.0", env!("CARGO_PKG_VERSION"), 1)
}
