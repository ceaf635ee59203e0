//! Who may speak to the sandbox: it holds secrets, so only programs and pages of this machine.

use crate::http::{Request, Response};
use std::net::IpAddr;

const ALLOWED_METHODS: &str = "GET, POST, PUT, DELETE";
const ALLOWED_HEADERS: &str = "accept, content-type, x-service-auth";

/// What the guard says of a request.
#[derive(Debug)]
pub(crate) enum Admission {
    /// The request is served, and its answer carries these headers.
    Granted(Vec<(String, String)>),
    /// This is the answer: a refusal, or what a browser asks before it sends the request itself.
    Answered(Response),
}

/// Judges a request by its headers `Host` and `Origin`, where it has them; one that never left the process has neither.
///
/// A `Host` of another name is what a page gets by DNS rebinding; an `Origin` of another name is a page of some other site.
pub(crate) fn admit(request: &Request) -> Admission {
    if request.header("host").is_some_and(|host| !is_loopback(host)) {
        return Admission::Answered(Response::message(403, "host: expected a name of this machine, as in localhost"));
    }
    match request.header("origin") {
        None => Admission::Granted(Vec::new()),
        Some(origin) if !is_loopback_origin(origin) => Admission::Answered(Response::message(
            403,
            "origin: expected a page of this machine, as in http://localhost",
        )),
        Some(origin) if is_preflight(request) => Admission::Answered(preflight(origin)),
        Some(origin) => Admission::Granted(headers_for(origin)),
    }
}

fn is_preflight(request: &Request) -> bool {
    request.method == "OPTIONS" && request.header("access-control-request-method").is_some()
}

fn preflight(origin: &str) -> Response {
    let response = Response::empty(204)
        .with_header("access-control-allow-methods", ALLOWED_METHODS)
        .with_header("access-control-allow-headers", ALLOWED_HEADERS)
        .with_header("access-control-max-age", "600");
    headers_for(origin).iter().fold(response, |response, (name, value)| response.with_header(name, value))
}

fn headers_for(origin: &str) -> Vec<(String, String)> {
    let headers =
        [("access-control-allow-origin", origin), ("access-control-expose-headers", "retry-after"), ("vary", "origin")];
    headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
}

fn is_loopback_origin(origin: &str) -> bool {
    let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    authority.is_some_and(is_loopback)
}

/// Says whether `name`, `name:port`, `[address]` or `[address]:port` is this machine.
fn is_loopback(authority: &str) -> bool {
    let Some((host, rest)) = split_authority(authority) else {
        return false;
    };
    let port_fits = rest.is_empty() || rest.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
    let name = host.to_ascii_lowercase();
    let is_local_name = name == "localhost" || name.ends_with(".localhost");
    port_fits && (is_local_name || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback()))
}

fn split_authority(authority: &str) -> Option<(&str, &str)> {
    match authority.strip_prefix('[') {
        Some(rest) => rest.split_once(']'),
        None => Some(authority.split_at(authority.find(':').unwrap_or(authority.len()))),
    }
}
