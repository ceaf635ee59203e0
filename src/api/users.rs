//! The endpoints for the users of a service.

use super::decode::{Decoded, Json, optional_ctime, required_array, required_id, required_text};
use super::request::{Id, Operation, Request, service_path, user_path};

/// The largest list of users that is read. The API has no pages, and a user takes 120 to 400 bytes: enough for 40,000 to 130,000, which take about a second.
const MAX_LIST_BYTES: u32 = 16 << 20;

/// A user, as the API describes them (docs: register-user).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UserFields {
    pub(crate) id: Id,
    pub(crate) username: String,
    pub(crate) ctime: Option<String>,
}

pub(crate) fn register_user(service: &Id, username: String, phone_number: String) -> Request {
    let request = Request::new(Operation::RegisterUser, "POST", users_path(service));
    request.with([("id_in_service", username), ("phone_number", phone_number)])
}

pub(crate) fn get_users(service: &Id) -> Request {
    let request = Request::new(Operation::GetUsers, "GET", users_path(service));
    Request { max_response_bytes: MAX_LIST_BYTES, ..request }
}

pub(crate) fn get_user(service: &Id, user: &Id) -> Request {
    Request::new(Operation::GetUser, "GET", user_path(service, user))
}

pub(crate) fn delete_user(user_path: String) -> Request {
    Request::new(Operation::DeleteUser, "DELETE", user_path)
}

impl UserFields {
    pub(crate) fn decode(json: &impl Json) -> Decoded<UserFields> {
        Ok(UserFields {
            id: required_id(json)?,
            username: required_text(json, "id_in_service")?,
            ctime: optional_ctime(json),
        })
    }

    /// Decodes a list of users, each handed to `each` at once so that a long list exists only once in memory.
    ///
    /// The length of `users` counts: the sources disagree on the name of the field that holds the number.
    pub(crate) fn decode_list(json: &impl Json, mut each: impl FnMut(UserFields)) -> Decoded<()> {
        for (index, item) in required_array(json, "users")?.enumerate() {
            each(UserFields::decode(&item).map_err(|error| error.in_item("users", index))?);
        }
        Ok(())
    }
}

fn users_path(service: &Id) -> String {
    service_path(service) + "/users"
}
