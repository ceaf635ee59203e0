//! Where the API is served, and whether credentials may go there.

use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::object::member;

const DEFAULT: &str = "https://api.verigator.com";

/// A URL to which credentials may be sent, without a slash at its end.
#[derive(Clone, Debug)]
pub(crate) struct BaseUrl {
    text: String,
    origin: String,
    loopback: bool,
}

#[wasm_bindgen]
extern "C" {
    /// The runtime's own parser, so that what is checked here is what fetch will see.
    #[wasm_bindgen(js_name = URL)]
    type Url;
    #[wasm_bindgen(constructor, catch, js_class = URL)]
    fn parse(text: &str) -> Result<Url, JsValue>;
    #[wasm_bindgen(constructor, catch, js_class = URL)]
    fn parse_against(text: &str, base: &str) -> Result<Url, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn protocol(this: &Url) -> String;
    #[wasm_bindgen(method, getter)]
    fn hostname(this: &Url) -> String;
    #[wasm_bindgen(method, getter)]
    fn username(this: &Url) -> String;
    #[wasm_bindgen(method, getter)]
    fn password(this: &Url) -> String;
    #[wasm_bindgen(method, getter)]
    fn origin(this: &Url) -> String;
    #[wasm_bindgen(method, getter)]
    fn href(this: &Url) -> String;
}

impl BaseUrl {
    /// Accepts https, and http on a loopback host; refuses what a base URL has no use for.
    pub(crate) fn parse(place: &str, text: Option<&str>) -> Result<BaseUrl, Error> {
        let text = text.unwrap_or(DEFAULT);
        let Ok(url) = Url::parse(text) else {
            return Err(Error::invalid_argument(place, "baseUrl", "an absolute URL", "a text that is none"));
        };
        BaseUrl::of(place, text, &url, false)
    }

    fn of(place: &str, text: &str, url: &Url, is_same_origin: bool) -> Result<BaseUrl, Error> {
        let refuse = |expected, found| Err(Error::invalid_argument(place, "baseUrl", expected, found));
        let loopback = is_loopback(&url.hostname());
        match url.protocol().as_str() {
            "https:" => {}
            "http:" if loopback || is_same_origin => {}
            "http:" => return refuse("https, since secrets go along", "http to a host that is not loopback"),
            _ => return refuse("an https URL", "a URL of another scheme"),
        }
        if !url.username().is_empty() || !url.password().is_empty() {
            return refuse("a URL without credentials", "one with credentials");
        }
        if text.contains(['?', '#']) {
            return refuse("a URL without query and fragment", "one with a query or a fragment");
        }
        let text = url.href().trim_end_matches('/').to_owned();
        Ok(BaseUrl { text, origin: url.origin(), loopback })
    }

    /// Accepts a path too, which lies on the page's own origin, whatever that page's scheme.
    pub(crate) fn parse_in_page(place: &str, text: &str) -> Result<BaseUrl, Error> {
        let page = member(&member(&js_sys::global(), "location"), "href").as_string();
        match page.and_then(|page| Url::parse_against(text, &page).ok()) {
            Some(url) if text.starts_with('/') && !text.starts_with("//") => BaseUrl::of(place, text, &url, true),
            _ => BaseUrl::parse(place, Some(text)),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    pub(crate) fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// The origin that a redirect points to. The rest of the target may hold anything, so it is not kept.
    pub(crate) fn origin_of_redirect(&self, location: &str) -> Option<String> {
        let target = Url::parse_against(location, &self.text).ok()?;
        Some(target.origin())
    }
}

/// Whether the host, as a URL parser writes it, is this machine.
fn is_loopback(hostname: &str) -> bool {
    // Whatever the number was written like, the parser has made four of it, none too great.
    let is_numeric = || hostname.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let dots = || hostname.bytes().filter(|byte| *byte == b'.').count();
    let is_ipv4_loopback = || hostname.starts_with("127.") && is_numeric() && dots() == 3;
    hostname == "localhost" || hostname.ends_with(".localhost") || hostname == "[::1]" || is_ipv4_loopback()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
