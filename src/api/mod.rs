//! The endpoints of the API: what each one is sent and how its response is decoded, without I/O and without JavaScript.
//!
//! Paths, bodies and shapes come from the vendor's documentation and both of its SDKs, which agree on everything here,
//! including the doubled `service` in every path.

pub(crate) mod authentication;
mod decode;
pub(crate) mod gateway;
pub(crate) mod number_verification;
mod request;
pub(crate) mod services;
pub(crate) mod users;

pub(crate) use authentication::{AuthenticationResponse, VerificationResponse};
pub(crate) use decode::{DecodeError, Decoded, Json};
pub(crate) use gateway::GatewayStatusFields;
pub(crate) use request::{
    AuthenticationMethod, Id, Idempotency, InvalidId, Operation, Parameter, Request, Server, percent_encode, query,
    user_path,
};
pub(crate) use services::ServiceFields;
pub(crate) use users::UserFields;

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
