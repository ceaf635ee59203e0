//! The origins that may call the gateway.

use crate::response::Response;
use crate::route::METHODS;

/// The headers that identify the calling page. Browsers set both; pages can set neither.
#[derive(Debug, Clone, Copy)]
pub struct Caller<'a> {
    /// The header `Origin`.
    pub origin: Option<&'a str>,
    /// The header `Sec-Fetch-Site`.
    pub fetch_site: Option<&'a str>,
}

/// The origins that may call the gateway.
#[derive(Debug, Clone, Copy)]
pub struct Origins<'a> {
    /// The origin of the request's own URL.
    pub own: &'a str,
    /// Other origins, separated by spaces.
    pub allowed: &'a str,
}

impl Origins<'_> {
    /// Whether the caller may call the gateway.
    ///
    /// A request with neither header does not come from a current browser, so no page can have forged it: servers and apps are
    /// admitted. If both headers are present they have to agree: a page of the gateway's own origin is never `cross-site`.
    pub fn admit(&self, caller: Caller<'_>) -> bool {
        match (caller.origin, caller.fetch_site) {
            (Some(origin), site) if origin == self.own => matches!(site, None | Some("same-origin")),
            (Some(origin), _) => self.allows(origin),
            (None, site) => matches!(site, None | Some("same-origin")),
        }
    }

    /// The headers that let a page of an allowed origin read the response. Every response depends on the origin, which the header Vary
    /// tells caches.
    pub fn headers(&self, caller: Caller<'_>) -> Vec<(&'static str, String)> {
        let mut headers = vec![("vary", "Origin".to_owned())];
        if let Some(origin) = caller.origin.filter(|origin| *origin != self.own && self.allows(origin)) {
            headers.push(("access-control-allow-origin", origin.to_owned()));
            headers.push(("access-control-allow-credentials", "true".to_owned()));
            headers.push(("access-control-expose-headers", "Retry-After".to_owned()));
        }
        headers
    }

    fn allows(&self, origin: &str) -> bool {
        // Sandboxed frames of any site have the origin `null`.
        origin != "null" && self.allowed.split_ascii_whitespace().any(|allowed| allowed == origin)
    }
}

/// The response to a browser's preflight request.
pub fn preflight() -> Response {
    Response::empty(204)
        .with_header("allow", METHODS)
        .with_header("access-control-allow-methods", "GET, POST, PUT")
        .with_header("access-control-allow-headers", "Accept, Authorization, Content-Type, X-Request-Id")
        .with_header("access-control-max-age", "600")
}
