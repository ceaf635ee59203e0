//! The routes of a gateway.

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

/// The methods of the only path.
pub(crate) const METHODS: &str = "GET, POST, PUT, OPTIONS";
