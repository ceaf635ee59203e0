use crate::magic::{MISHAPS, Mishap};
use crate::openapi::operation::Operation;
use crate::profile::Profile;

const SERVICES: &str = "/v1/service/service";
const SERVICE: &str = "/v1/service/service/{serviceId}";
const USERS: &str = "/v1/service/service/{serviceId}/users";
const USER: &str = "/v1/service/service/{serviceId}/users/{userId}";
const SINGULAR_USER: &str = "/v1/service/service/{serviceId}/user/{userId}";
const AUTHENTICATION: &str = "/v1/service/service/{serviceId}/users/{userId}/auth";
const SHORT_AUTHENTICATION: &str = "/v1/service/{serviceId}/users/{userId}/auth";

/// Lists the nine calls as a profile answers them, the paths included that only some of the sources have.
pub(super) fn operations(profile: Profile) -> Vec<Operation> {
    let (created, deleted) = match profile {
        Profile::Docs => (201, None),
        Profile::Sdk => (200, Some("Empty")),
    };
    let made = |body, schema| (Some(body), (created, Some(schema)));
    let read = |schema| (None, (200, Some(schema)));
    let gone = (None, (202, deleted));
    let judged = (Some("PinInput"), (200, Some("Verification")));
    let mut operations = vec![
        operation("POST", SERVICES, "createService", "Makes a service", made("ServiceInput", "Service")),
        operation("GET", SERVICE, "getService", "Shows a service", read("Service")),
        operation("DELETE", SERVICE, "deleteService", "Forgets a service without users", gone),
        operation("POST", USERS, "registerUser", "Registers a user", made("UserInput", "User")),
        operation("GET", USERS, "getUsers", "Shows all users of a service", read("UserList")),
        operation("GET", USER, "getUser", "Shows a user", read("User")),
        operation("DELETE", USER, "deleteUser", "Forgets a user", gone),
        operation(
            "POST",
            AUTHENTICATION,
            "startAuthentication",
            "Starts an authentication",
            made("StartInput", "Started"),
        ),
        operation("PUT", AUTHENTICATION, "verifyPin", "Judges a PIN or code", judged),
        operation(
            "POST",
            SHORT_AUTHENTICATION,
            "startAuthenticationShort",
            "Starts an authentication",
            made("StartInput", "Started"),
        ),
        operation("PUT", SHORT_AUTHENTICATION, "verifyPinShort", "Judges a PIN or code", judged),
    ];
    if profile.has_singular_user_path() {
        operations.push(operation("GET", SINGULAR_USER, "getUserSingular", "Shows a user", read("User")));
    }
    operations
}

type BodyAndSuccess = (Option<&'static str>, (u16, Option<&'static str>));

fn operation(
    method: &'static str,
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    (body, success): BodyAndSuccess,
) -> Operation {
    let (tag, media_type) = ("verigator", "application/json");
    Operation { method, path, id, summary, body, success, errors: errors(), tag, media_type, query: None }
}

/// Every status that a rule or a magic value gives. All rules' statuses are magic ones too, each call has a magic id or name.
fn errors() -> Vec<u16> {
    let statuses = MISHAPS.iter().filter_map(|magic| match magic.mishap {
        Mishap::Status(status) => Some(status),
        Mishap::Malformed | Mishap::Connection | Mishap::Hang | Mishap::Redirect => None,
    });
    statuses.collect()
}
