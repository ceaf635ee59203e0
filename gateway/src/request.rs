//! Requests of pages: their route, the origin that they come from, and the fields of their bodies.

use serde_json::Value;

use crate::events::Method;
use crate::response::Response;

/// The longest user id and PIN that are accepted. Ids are UUIDs in every sample; PINs have about six digits.
const MAX_USER_ID: usize = 256;
const MAX_PIN: usize = 64;

/// The operations that a page may request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// `POST auth`: starts an authentication, or verifies a PIN if the body has one.
    Start,
    /// `PUT auth`: verifies a PIN. Proxies may repeat a PUT, so pages use POST.
    Verify,
    /// `GET auth`: reads the status.
    Status,
    /// `OPTIONS auth`: a browser's preflight.
    Preflight,
}

impl Route {
    /// The name that the JavaScript switches on.
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Verify => "verify",
            Self::Status => "status",
            Self::Preflight => "preflight",
        }
    }

    /// Parses a name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Start, Self::Verify, Self::Status, Self::Preflight].into_iter().find(|route| route.name() == name)
    }

    pub(crate) fn of_method(method: &str) -> Option<Self> {
        match method {
            "POST" => Some(Self::Start),
            "PUT" => Some(Self::Verify),
            "GET" => Some(Self::Status),
            "OPTIONS" => Some(Self::Preflight),
            _ => None,
        }
    }
}

/// Finds the route of a request, none if the path is not the gateway's, or the response that refuses it.
///
/// `path` is the path of a parsed URL: dots are resolved there, and whatever is still encoded in it is part of a name. Only the
/// exact path is a route, with or without a slash at its end, which Next.js, Astro and some web servers add. No other
/// spelling of it passes a check made elsewhere.
pub fn find_route(method: &str, path: &str, base_path: &str) -> Option<Result<Route, Response>> {
    let rest = path.strip_prefix(base_path.trim_end_matches('/'))?;
    match rest {
        "/auth" | "/auth/" => {
            Some(Route::of_method(method).ok_or_else(|| Response::refusal(405).with_header("allow", METHODS)))
        }
        _ if rest.is_empty() || rest.starts_with('/') => Some(Err(Response::refusal(404))),
        _ => None,
    }
}

/// Whether a `Content-Type` is JSON. A form or a `no-cors` request of another site can send any other type.
pub fn is_json(content_type: Option<&str>) -> bool {
    let essence = content_type.and_then(|text| text.split(';').next()).unwrap_or("");
    essence.trim_matches([' ', '\t']).eq_ignore_ascii_case("application/json")
}

/// Whether text can be a user's id: printable ASCII without characters that are special in a path, a header or a key.
pub fn is_user_id(text: &str) -> bool {
    (1..=MAX_USER_ID).contains(&text.len()) && text.bytes().all(is_plain) && text != "." && text != ".."
}

/// Whether text can be the id that a site has given to a user: a number, a UUID, an email address or any other name without control characters.
pub fn is_site_user_id(text: &str) -> bool {
    // JavaScript's halves of characters all become this one, so two ids would be one.
    let is_harmless = |character: char| !character.is_control() && character != char::REPLACEMENT_CHARACTER;
    (1..=MAX_USER_ID).contains(&text.len()) && text.chars().all(is_harmless)
}

/// Writes an id in the characters of a key. Ids of Verigator users stay as they are.
pub fn encode_id(id: &str) -> String {
    let mut text = String::with_capacity(id.len());
    for byte in id.bytes() {
        if is_plain(byte) {
            text.push(char::from(byte));
        } else {
            text.push('%');
            text.extend(
                [byte >> 4, byte & 15].map(|digit| char::from(HEX.get(usize::from(digit)).copied().unwrap_or(b'0'))),
            );
        }
    }
    text
}

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Whether a byte may stand in a path, a header and a key.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"/\\%?#\"<>".contains(&byte)
}

/// Returns the form of an id that all its spellings share.
pub fn canonical_id(id: &str) -> String {
    canonical_uuid(id).unwrap_or_else(|| id.to_owned())
}

/// Returns a UUID as lower-case digits with hyphens; none if the id is no UUID.
///
/// Servers accept a UUID in upper case, without hyphens, in braces or as a URN, so each spelling has to have the same limits.
pub fn canonical_uuid(id: &str) -> Option<String> {
    let lower = id.to_ascii_lowercase();
    let bare = lower.trim_start_matches("urn:").trim_start_matches("uuid:");
    let digits: String = bare.chars().filter(|character| !"-{}()".contains(*character)).collect();
    let is_uuid = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let groups = [0..8, 8..12, 12..16, 16..20, 20..32].map(|group| digits.get(group).unwrap_or(""));
    is_uuid.then(|| groups.join("-"))
}

/// What a body requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// To start an authentication by this method.
    Start(Method),
    /// To verify this PIN.
    Verify(String),
}

/// Reads a body: a JSON object with `method`, or else with `token`, a PIN; none if it is neither.
pub fn read_body(body: &[u8]) -> Option<Body> {
    let fields: serde_json::Map<String, Value> = serde_json::from_slice(body).ok()?;
    let text = |name| fields.get(name).and_then(Value::as_str);
    let start = text("method").and_then(Method::parse).map(Body::Start);
    start.or_else(|| text("token").filter(|pin| is_pin(pin)).map(|pin| Body::Verify(pin.to_owned())))
}

/// Whether text can be a PIN. Only the API knows whether it is the right one.
pub fn is_pin(text: &str) -> bool {
    (1..=MAX_PIN).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The methods of the only path.
pub(crate) const METHODS: &str = "GET, POST, PUT, OPTIONS";

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
            headers.push(("access-control-expose-headers", "Retry-After, Date".to_owned()));
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
