//! Which pages may call.

use crate::answer::Answer;
use crate::route::METHODS;

/// Holds what a request says about the page it comes from. A page can set neither header, its browser does.
#[derive(Debug, Clone, Copy)]
pub struct Caller<'a> {
    /// The header `Origin`.
    pub origin: Option<&'a str>,
    /// The header `Sec-Fetch-Site`.
    pub fetch_site: Option<&'a str>,
}

/// Says from where the gateway may be called.
#[derive(Debug, Clone, Copy)]
pub struct Origins<'a> {
    /// The origin of the request's own URL.
    pub own: &'a str,
    /// Further ones, separated by spaces.
    pub allowed: &'a str,
}

impl Origins<'_> {
    /// Tells whether a page of the caller's origin may call.
    ///
    /// Without either header it is no browser of this decade that calls, so no page can have forged it: servers and apps pass. Where
    /// both are there they have to agree: a page of our own is never `cross-site`.
    pub fn admit(&self, caller: Caller<'_>) -> bool {
        match (caller.origin, caller.fetch_site) {
            (Some(origin), site) if origin == self.own => matches!(site, None | Some("same-origin")),
            (Some(origin), _) => self.allows(origin),
            (None, site) => matches!(site, None | Some("same-origin")),
        }
    }

    /// Gives the headers that let the page of an allowed origin read an answer. Every answer depends on the origin, so caches have to
    /// know.
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
        // `null` is what sandboxed frames of any site call themselves.
        origin != "null" && self.allowed.split_ascii_whitespace().any(|allowed| allowed == origin)
    }
}

/// Answers a browser that asks what it may send.
pub fn preflight() -> Answer {
    Answer::empty(204)
        .header("allow", METHODS)
        .header("access-control-allow-methods", "GET, POST, PUT")
        .header("access-control-allow-headers", "Accept, Authorization, Content-Type")
        .header("access-control-max-age", "600")
}
