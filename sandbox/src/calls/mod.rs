//! The nine calls of the Verigator API, one file each: read the request, change the state, answer.

mod call;
mod create_service;
mod delete_service;
mod delete_user;
mod get_service;
mod get_user;
mod get_users;
mod register_user;
mod resources;
mod route;
mod start_authentication;
mod verify_pin;

pub(crate) use route::answer;
