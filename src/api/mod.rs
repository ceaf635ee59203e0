//! The endpoints of the API: what each one is sent and how its response is decoded, without I/O and without JavaScript.
//!
//! Paths, bodies and shapes come from the vendor's documentation and both of its SDKs, which agree on everything here,
//! including the doubled `service` in every path.

mod authentication;
mod decode;
mod gateway;
mod request;
mod services;
mod users;

pub(crate) use authentication::{AuthenticationResponse, VerificationResponse, start_authentication, verify_pin};
pub(crate) use decode::{DecodeError, Decoded, Json};
pub(crate) use gateway::{GatewayStatusFields, gateway_status};
pub(crate) use request::{
    AuthenticationMethod, Id, Idempotency, InvalidId, Operation, Request, RequestBody, Server, user_path,
};
pub(crate) use services::{ServiceFields, create_service, delete_service, get_service};
pub(crate) use users::{UserFields, delete_user, get_user, get_users, register_user};

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
