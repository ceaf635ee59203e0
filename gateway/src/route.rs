//! Which paths and methods there are.

use crate::answer::Answer;

/// Names what a page may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// `POST auth`: start an authentication.
    Start,
    /// `PUT auth`: verify a PIN.
    Verify,
    /// `GET auth`: where the authentication stands.
    Status,
    /// `OPTIONS auth`: a browser asks before it sends one of the others.
    Preflight,
}

impl Route {
    /// Gives the name that the JavaScript side switches on.
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Verify => "verify",
            Self::Status => "status",
            Self::Preflight => "preflight",
        }
    }
}

/// The methods of the one path there is.
pub(crate) const METHODS: &str = "GET, POST, PUT, OPTIONS";

/// Finds the route of a request, none where the path is not the gateway's, or the answer that refuses it.
///
/// `path` is the path of a parsed URL: dots are resolved there, and whatever is still encoded in it is part of a name. Only the
/// exact path is a route, so no second spelling of it passes a check made elsewhere.
pub fn find(method: &str, path: &str, base_path: &str) -> Option<Result<Route, Answer>> {
    let rest = path.strip_prefix(base_path.trim_end_matches('/'))?;
    match rest {
        "/auth" => Some(of_method(method).ok_or_else(|| Answer::refusal(405).header("allow", METHODS))),
        _ if rest.is_empty() || rest.starts_with('/') => Some(Err(Answer::refusal(404))),
        _ => None,
    }
}

fn of_method(method: &str) -> Option<Route> {
    match method {
        "POST" => Some(Route::Start),
        "PUT" => Some(Route::Verify),
        "GET" => Some(Route::Status),
        "OPTIONS" => Some(Route::Preflight),
        _ => None,
    }
}
