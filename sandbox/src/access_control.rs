//! Access control by `Host` and `Origin`: the sandbox exposes secrets, so it serves only programs and pages that belong to it.

use crate::http::{Request, Response};
use crate::options::Options;
use std::net::IpAddr;

const ALLOWED_METHODS: &str = "GET, POST, PUT, DELETE";
const ALLOWED_HEADERS: &str = "accept, content-type, x-service-auth, x-verigator-sandbox";

/// A header by which a program says that it means this server. Its value does not matter.
const PROGRAM_HEADER: &str = "x-verigator-sandbox";

/// The headers of which programs and admitted pages send one, and images of foreign pages none.
const INTENT_HEADERS: [&str; 4] = ["origin", "sec-fetch-site", "x-service-auth", PROGRAM_HEADER];

/// The result of the access check.
#[derive(Debug)]
pub(crate) enum Access {
    /// The request may be handled; its response gets these headers.
    Allowed(Vec<(String, String)>),
    /// The request is not handled: it gets an error or the response to a CORS preflight.
    Respond(Response),
}

/// Checks the headers `Host`, `Origin` and `Sec-Fetch-Site`. A request within the process has none of them and is allowed.
///
/// DNS rebinding shows as a foreign `Host`, a page of another site as a foreign `Origin`. Images, forms and links of such a page send no
/// `Origin` with a GET, but browsers mark them as cross-site.
pub(crate) fn check(request: &Request, options: &Options) -> Access {
    if !has_allowed_host(request, options) {
        return Access::Respond(Response::message(403, "host: expected a name of this machine, as in localhost"));
    }
    match request.header("origin") {
        None if request.header("sec-fetch-site") == Some("cross-site") => {
            Access::Respond(Response::message(403, "sec-fetch-site: expected no request from a page of another site"))
        }
        None => Access::Allowed(Vec::new()),
        Some(origin) if !is_allowed_origin(origin, request, options) => {
            Access::Respond(Response::message(403, "origin: expected a page of this machine, as in http://localhost"))
        }
        Some(origin) if is_preflight(request) => Access::Respond(preflight_response(origin)),
        Some(origin) => Access::Allowed(cors_headers(origin)),
    }
}

/// Returns the response to a request that an image, a script or a link of a foreign page could have sent, for paths where it would change
/// something; `None` for every other request.
///
/// Browsers send neither `Origin` nor `Sec-Fetch-Site` with those if they are sent by http to a host that is not loopback. To loopback and by
/// https they send `Sec-Fetch-Site`, which [`check`] reads.
pub(crate) fn check_intent(request: &Request) -> Option<Response> {
    let is_plain = matches!(request.method.as_str(), "GET" | "HEAD");
    let is_remote = request.header("host").and_then(host_name).is_some_and(|host| !is_loopback(host));
    let has_intent = INTENT_HEADERS.iter().any(|name| request.header(name).is_some());
    (is_plain && is_remote && !has_intent).then(|| {
        Response::message(
            403,
            "x-verigator-sandbox: expected this header, with any value, or credentials, since a page of another site could have sent this request",
        )
    })
}

/// Checks the same headers before the target is known, so a page that a browser opens by a link from another site is allowed.
pub(crate) fn check_before_body(request: &Request, options: &Options) -> Access {
    let is_page = request.method == "GET" && request.header("sec-fetch-mode") == Some("navigate");
    if is_page && request.header("origin").is_none() && has_allowed_host(request, options) {
        return Access::Allowed(Vec::new());
    }
    check(request, options)
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

fn has_allowed_host(request: &Request, options: &Options) -> bool {
    let Some(authority) = request.header("host") else {
        return true;
    };
    host_name(authority).is_some_and(|host| is_allowed_host(host, options))
}

/// Returns whether a host is this machine. An exposed sandbox also has the allowed names and any IP address: DNS rebinding needs a name.
fn is_allowed_host(host: &str, options: &Options) -> bool {
    is_loopback(host) || is_listed(host, options) || (options.is_exposed && host.parse::<IpAddr>().is_ok())
}

/// Returns whether an origin is this machine, an allowed host, or, on an exposed sandbox, the host that the request was sent to.
fn is_allowed_origin(origin: &str, request: &Request, options: &Options) -> bool {
    let own_host = request.header("host").and_then(host_name);
    let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    authority.and_then(host_name).is_some_and(|host| {
        let is_own = options.is_exposed && own_host.is_some_and(|own_host| own_host.eq_ignore_ascii_case(host));
        is_loopback(host) || is_listed(host, options) || is_own
    })
}

fn is_listed(host: &str, options: &Options) -> bool {
    options.allowed_hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(host))
}

fn is_loopback(host: &str) -> bool {
    let name = host.to_ascii_lowercase();
    let is_local_name = name == "localhost" || name.ends_with(".localhost");
    is_local_name || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Returns the host of `name`, `name:port`, `[address]` or `[address]:port`.
fn host_name(authority: &str) -> Option<&str> {
    let (host, rest) = match authority.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let has_valid_port = rest.is_empty() || rest.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
    has_valid_port.then_some(host)
}
