use crate::accounts::authenticate;
use crate::calls::call::Call;
use crate::calls::{
    create_service, delete_service, delete_user, get_service, get_user, get_users, register_user, start_authentication,
    verify_pin,
};
use crate::http::{Refusal, Request, Response};
use crate::magic;
use crate::options::Options;
use crate::profile::Profile;
use crate::state::State;
use crate::timestamp::Timestamp;

/// What a path names. Ids are as they came, since only the directory can tell whether they are any.
#[derive(Debug)]
enum Route<'a> {
    Services,
    Service(&'a str),
    Users(&'a str),
    User(&'a str, &'a str),
    /// One user in the singular path of the Java SDK, which is only good for reading.
    SingularUser(&'a str, &'a str),
    Authentication(&'a str, &'a str),
}

/// Answers a request to the API: path, then credentials, then magic ids, then the call itself.
pub(crate) fn answer(
    state: &mut State,
    options: &Options,
    request: &Request,
    now: Timestamp,
) -> Result<Response, Refusal> {
    let segments = request.segments().ok_or_else(|| Refusal::not_found("path"))?;
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let route = Route::parse(&segments, state.profile).ok_or_else(|| Refusal::not_found("path"))?;
    let account = authenticate(request, options)?;
    magic::refuse_ids(route.ids())?;
    route.dispatch(&request.method, Call { state, options, account, now, body: &request.body })
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
            // The docs' curl sample has the word `service` once only.
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

    fn methods(&self) -> &'static str {
        match self {
            Self::Services => "POST",
            Self::Service(_) | Self::User(..) => "DELETE, GET",
            Self::Users(_) => "GET, POST",
            Self::SingularUser(..) => "GET",
            Self::Authentication(..) => "POST, PUT",
        }
    }

    fn dispatch(self, method: &str, mut call: Call<'_>) -> Result<Response, Refusal> {
        match (self, method) {
            (Self::Services, "POST") => create_service::answer(&mut call),
            (Self::Service(service), "GET") => get_service::answer(&call, service),
            (Self::Service(service), "DELETE") => delete_service::answer(&mut call, service),
            (Self::Users(service), "POST") => register_user::answer(&mut call, service),
            (Self::Users(service), "GET") => get_users::answer(&call, service),
            (Self::User(service, user) | Self::SingularUser(service, user), "GET") => {
                get_user::answer(&call, service, user)
            }
            (Self::User(service, user), "DELETE") => delete_user::answer(&mut call, service, user),
            (Self::Authentication(service, user), "POST") => start_authentication::answer(&mut call, service, user),
            (Self::Authentication(service, user), "PUT") => verify_pin::answer(&mut call, service, user),
            (route, _) => Err(Refusal::NotAllowed(route.methods())),
        }
    }
}
