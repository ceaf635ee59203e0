//! Where the API is served, and whether credentials may be sent there.

use wasm_bindgen::prelude::*;

use crate::errors::Error;
use crate::js::{global, member};

/// The argument of `viaGateway`.
const NAME: &str = "baseUrl";
const HTTPS: &str = "https, since secrets are sent (for a sandbox in your own network, set dangerouslyAllowHttp)";

/// A URL to which credentials may be sent, without a slash at its end.
#[derive(Debug, Clone)]
pub(crate) struct BaseUrl {
    text: String,
    origin: String,
    is_loopback: bool,
    /// Whether there was a slash after a path.
    has_slash: bool,
}

#[wasm_bindgen(module = "/pkg-template/safe-access.js")]
extern "C" {
    /// Parses a text as the runtime's `URL` does, relative to a base unless that is undefined. Returns undefined if it is no URL.
    #[wasm_bindgen(js_namespace = safeAccess, js_name = parseUrl)]
    fn parse_url(text: &str, base: &JsValue) -> JsValue;
}

/// A member of a URL. All of them are texts.
fn part(url: &JsValue, name: &str) -> String {
    member(url, name).as_string().unwrap_or_default()
}

impl BaseUrl {
    /// Accepts https, http to a loopback host, and any http if the caller allows it. Parses by the runtime's own parser, so that
    /// fetch sees what is checked here.
    pub(crate) fn parse(method: &str, name: &str, text: &str, allow_http: bool) -> Result<BaseUrl, Error> {
        let url = parse_url(text, &JsValue::UNDEFINED);
        if url.is_undefined() {
            return Err(Error::invalid_argument(method, name, "an absolute URL", "a text that is not a URL"));
        }
        BaseUrl::of(method, name, text, &url, allow_http)
    }

    /// Also accepts a path on the page's own origin, whatever the scheme of the page.
    pub(crate) fn parse_in_page(method: &str, text: &str) -> Result<BaseUrl, Error> {
        if !text.starts_with('/') {
            return BaseUrl::parse(method, NAME, text, false);
        }
        let refuse = |received| Err(Error::invalid_argument(method, NAME, "a path or an https URL", received));
        let page = part(&global("location"), "href");
        let page = parse_url(&page, &JsValue::UNDEFINED);
        if page.is_undefined() {
            return refuse("a path where there is no page");
        }
        let url = parse_url(text, &page);
        // A path such as `/\\example.com` names another host.
        if part(&url, "origin") != part(&page, "origin") {
            return refuse("a path that leaves the page's origin");
        }
        BaseUrl::of(method, NAME, text, &url, true)
    }

    fn of(method: &str, name: &str, text: &str, url: &JsValue, allow_http: bool) -> Result<BaseUrl, Error> {
        let refuse = |expected, received| Err(Error::invalid_argument(method, name, expected, received));
        let is_loopback = is_loopback(&part(url, "hostname"));
        match part(url, "protocol").as_str() {
            "https:" => {}
            "http:" if is_loopback || allow_http => {}
            "http:" => return refuse(HTTPS, "http to a host that is not loopback"),
            _ => return refuse("an https URL", "a URL of another scheme"),
        }
        if !part(url, "username").is_empty() || !part(url, "password").is_empty() {
            return refuse("a URL without credentials", "one with credentials");
        }
        if text.contains(['?', '#']) {
            return refuse("a URL without a query or a fragment", "one with a query or a fragment");
        }
        let (href, origin) = (part(url, "href"), part(url, "origin"));
        let text = href.trim_end_matches('/').to_owned();
        let has_slash = text.len() < href.len() && text != origin;
        Ok(BaseUrl { text, origin, is_loopback, has_slash })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    pub(crate) fn is_loopback(&self) -> bool {
        self.is_loopback
    }

    /// Whether the paths of a gateway end with a slash, as the URL that it is mounted at does.
    pub(crate) fn has_slash(&self) -> bool {
        self.has_slash
    }

    /// The origin that a redirect points to. The rest of the target may hold anything, so it is not kept.
    pub(crate) fn origin_of_redirect(&self, location: &str) -> Option<String> {
        member(&parse_url(location, &self.text.as_str().into()), "origin").as_string()
    }
}

/// Whether the host, as a URL parser writes it, is this machine.
fn is_loopback(hostname: &str) -> bool {
    // The parser has turned every notation of an IPv4 address into four numbers.
    let is_numeric = || hostname.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let dots = || hostname.bytes().filter(|byte| *byte == b'.').count();
    let is_ipv4_loopback = || hostname.starts_with("127.") && is_numeric() && dots() == 3;
    hostname == "localhost" || hostname.ends_with(".localhost") || hostname == "[::1]" || is_ipv4_loopback()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
