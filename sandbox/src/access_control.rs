//! Access control by `Host` and `Origin`: the sandbox exposes secrets, so it serves only programs and pages on this machine.

use crate::http::{Request, Response};
use std::net::IpAddr;

const ALLOWED_METHODS: &str = "GET, POST, PUT, DELETE";
const ALLOWED_HEADERS: &str = "accept, content-type, x-service-auth";

/// The result of the access check.
#[derive(Debug)]
pub(crate) enum Access {
    /// The request may be handled; its response gets these headers.
    Allowed(Vec<(String, String)>),
    /// The request is not handled: it gets an error or the response to a CORS preflight.
    Respond(Response),
}

/// Checks the headers `Host` and `Origin`. A request within the process has neither and is allowed.
///
/// DNS rebinding shows as a foreign `Host`, a page of another site as a foreign `Origin`.
pub(crate) fn check(request: &Request) -> Access {
    if request.header("host").is_some_and(|host| !is_loopback(host)) {
        return Access::Respond(Response::message(403, "host: expected a name of this machine, as in localhost"));
    }
    match request.header("origin") {
        None => Access::Allowed(Vec::new()),
        Some(origin) if !is_loopback_origin(origin) => {
            Access::Respond(Response::message(403, "origin: expected a page of this machine, as in http://localhost"))
        }
        Some(origin) if is_preflight(request) => Access::Respond(preflight_response(origin)),
        Some(origin) => Access::Allowed(cors_headers(origin)),
    }
}

fn is_preflight(request: &Request) -> bool {
    request.method == "OPTIONS" && request.header("access-control-request-method").is_some()
}

fn preflight_response(origin: &str) -> Response {
    let response = Response::empty(204)
        .with_header("access-control-allow-methods", ALLOWED_METHODS)
        .with_header("access-control-allow-headers", ALLOWED_HEADERS)
        .with_header("access-control-max-age", "600");
    cors_headers(origin).iter().fold(response, |response, (name, value)| response.with_header(name, value))
}

fn cors_headers(origin: &str) -> Vec<(String, String)> {
    let headers =
        [("access-control-allow-origin", origin), ("access-control-expose-headers", "retry-after"), ("vary", "origin")];
    headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
}

fn is_loopback_origin(origin: &str) -> bool {
    let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    authority.is_some_and(is_loopback)
}

/// Returns whether `name`, `name:port`, `[address]` or `[address]:port` is this machine.
fn is_loopback(authority: &str) -> bool {
    let Some((host, rest)) = split_authority(authority) else {
        return false;
    };
    let has_valid_port = rest.is_empty() || rest.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
    let name = host.to_ascii_lowercase();
    let is_local_name = name == "localhost" || name.ends_with(".localhost");
    has_valid_port && (is_local_name || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback()))
}

fn split_authority(authority: &str) -> Option<(&str, &str)> {
    match authority.strip_prefix('[') {
        Some(rest) => rest.split_once(']'),
        None => Some(authority.split_at(authority.find(':').unwrap_or(authority.len()))),
    }
}
