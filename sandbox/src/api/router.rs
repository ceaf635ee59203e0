use super::context::Context;
use super::{services, start_authentication, users, verify_pin};
use crate::api_error::ApiError;
use crate::http::{Request, Response};
use crate::magic;
use crate::options::Options;
use crate::profile::Profile;
use crate::state::State;
use crate::timestamp::Timestamp;

/// The resource that a path identifies. Ids are unparsed, so an invalid id gets the same response as an unknown one.
#[derive(Debug)]
enum Route<'a> {
    Services,
    Service(&'a str),
    Users(&'a str),
    User(&'a str, &'a str),
    /// A user by the singular path of the Java SDK, which allows only GET.
    SingularUser(&'a str, &'a str),
    Authentication(&'a str, &'a str),
}

/// The prefix of every path of the Verigator API.
pub(crate) const PREFIX: &str = "/v1/";

/// Handles a request to the Verigator API. Checks credentials first, then the path, then magic ids.
pub(crate) fn handle(
    state: &mut State,
    options: &Options,
    request: &Request,
    now: Timestamp,
) -> Result<Response, ApiError> {
    let account = authenticate(request, options)?;
    let segments = request.segments().ok_or_else(|| ApiError::not_found("path"))?;
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let route = Route::parse(&segments, state.profile).ok_or_else(|| ApiError::not_found("path"))?;
    magic::check_ids(route.ids())?;
    route.dispatch(&request.method, Context { state, options, account, now, body: &request.body })
}

/// Returns the username of the account that the request authenticates as.
///
/// The header is `X-Service-Auth: <username>:<password>`. The docs' text says semicolon; their example and every client use a colon.
fn authenticate<'a>(request: &'a Request, options: &Options) -> Result<&'a str, ApiError> {
    let credentials = request.header("x-service-auth").and_then(|header| header.split_once(':'));
    let (username, password) = credentials.ok_or_else(ApiError::wrong_credentials)?;
    if options.has_account(username, password) { Ok(username) } else { Err(ApiError::wrong_credentials()) }
}

impl<'a> Route<'a> {
    fn parse(segments: &[&'a str], profile: Profile) -> Option<Self> {
        let ["v1", "service", rest @ ..] = segments else {
            return None;
        };
        if rest.contains(&"") {
            return None;
        }
        Some(match *rest {
            ["service"] => Self::Services,
            ["service", service] => Self::Service(service),
            ["service", service, "users"] => Self::Users(service),
            ["service", service, "users", user] => Self::User(service, user),
            ["service", service, "user", user] if profile.has_singular_user_path() => Self::SingularUser(service, user),
            ["service", service, "users", user, "auth"] => Self::Authentication(service, user),
            // The docs' curl sample has only one segment `service`.
            [service, "users", user, "auth"] => Self::Authentication(service, user),
            _ => return None,
        })
    }

    fn ids(&self) -> [Option<&'a str>; 2] {
        match *self {
            Self::Services => [None, None],
            Self::Service(service) | Self::Users(service) => [Some(service), None],
            Self::User(service, user) | Self::SingularUser(service, user) | Self::Authentication(service, user) => {
                [Some(service), Some(user)]
            }
        }
    }

    fn allowed_methods(&self) -> &'static str {
        match self {
            Self::Services => "POST",
            Self::Service(_) | Self::User(..) => "DELETE, GET",
            Self::Users(_) => "GET, POST",
            Self::SingularUser(..) => "GET",
            Self::Authentication(..) => "POST, PUT",
        }
    }

    fn dispatch(self, method: &str, mut context: Context<'_>) -> Result<Response, ApiError> {
        match (self, method) {
            (Self::Services, "POST") => services::create(&mut context),
            (Self::Service(service), "GET") => services::get(&context, service),
            (Self::Service(service), "DELETE") => services::delete(&mut context, service),
            (Self::Users(service), "POST") => users::register(&mut context, service),
            (Self::Users(service), "GET") => users::list(&context, service),
            (Self::User(service, user) | Self::SingularUser(service, user), "GET") => {
                users::get(&context, service, user)
            }
            (Self::User(service, user), "DELETE") => users::delete(&mut context, service, user),
            (Self::Authentication(service, user), "POST") => start_authentication::handle(&mut context, service, user),
            (Self::Authentication(service, user), "PUT") => verify_pin::handle(&mut context, service, user),
            (route, _) => Err(ApiError::MethodNotAllowed(route.allowed_methods())),
        }
    }
}
