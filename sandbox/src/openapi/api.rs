use super::operation::Operation;
use crate::magic::{MAGIC_FAULTS, MagicFaultKind};
use crate::profile::Profile;

const SERVICES: &str = "/v1/service/service";
const SERVICE: &str = "/v1/service/service/{serviceId}";
const USERS: &str = "/v1/service/service/{serviceId}/users";
const USER: &str = "/v1/service/service/{serviceId}/users/{userId}";
const SINGULAR_USER: &str = "/v1/service/service/{serviceId}/user/{userId}";
const AUTHENTICATION: &str = "/v1/service/service/{serviceId}/users/{userId}/auth";
const SHORT_AUTHENTICATION: &str = "/v1/service/{serviceId}/users/{userId}/auth";

/// Lists the operations of the Verigator API in a profile, including the paths that only some sources have.
pub(super) fn operations(profile: Profile) -> Vec<Operation> {
    let (created, deleted) = match profile {
        Profile::Docs => (201, None),
        Profile::Sdk => (200, Some("Empty")),
    };
    let create = |body, schema| (Some(body), (created, Some(schema)));
    let read = |schema| (None, (200, Some(schema)));
    let delete = (None, (202, deleted));
    let verify = (Some("PinInput"), (200, Some("Verification")));
    let mut operations = vec![
        operation("POST", SERVICES, "createService", "Creates a service", create("ServiceInput", "Service")),
        operation("GET", SERVICE, "getService", "Returns a service", read("Service")),
        operation("DELETE", SERVICE, "deleteService", "Deletes a service without users", delete),
        operation("POST", USERS, "registerUser", "Registers a user", create("UserInput", "User")),
        operation("GET", USERS, "getUsers", "Lists the users of a service", read("UserList")),
        operation("GET", USER, "getUser", "Returns a user", read("User")),
        operation("DELETE", USER, "deleteUser", "Deletes a user", delete),
        operation(
            "POST",
            AUTHENTICATION,
            "startAuthentication",
            "Starts an authentication",
            create("StartInput", "Started"),
        ),
        operation("PUT", AUTHENTICATION, "verifyPin", "Verifies a PIN or code", verify),
        operation(
            "POST",
            SHORT_AUTHENTICATION,
            "startAuthenticationShort",
            "Starts an authentication",
            create("StartInput", "Started"),
        ),
        operation("PUT", SHORT_AUTHENTICATION, "verifyPinShort", "Verifies a PIN or code", verify),
    ];
    if profile.has_singular_user_path() {
        operations.push(operation("GET", SINGULAR_USER, "getUserSingular", "Returns a user", read("User")));
    }
    operations
}

/// The schema of the request body, and the status and schema of the success response.
type BodyAndSuccess = (Option<&'static str>, (u16, Option<&'static str>));

fn operation(
    method: &'static str,
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    (body, success): BodyAndSuccess,
) -> Operation {
    let (tag, media_type) = ("verigator", "application/json");
    Operation { method, path, id, summary, body, success, errors: errors(), tag, media_type, query: &[] }
}

/// Returns every error status. The magic faults cover all of them, and every operation accepts a magic id or name.
fn errors() -> Vec<u16> {
    let statuses = MAGIC_FAULTS.iter().filter_map(|magic| match magic.kind {
        MagicFaultKind::Status(status) => Some(status),
        MagicFaultKind::Malformed | MagicFaultKind::Connection | MagicFaultKind::Hang | MagicFaultKind::Redirect => {
            None
        }
    });
    statuses.collect()
}
