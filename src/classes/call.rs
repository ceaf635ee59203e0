//! Runs one call, and converts the response to what its method resolves with.

use std::hint::black_box;
use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use super::gateway_client::GatewayStatus;
use super::options::Options;
use super::service::Service;
use super::user::User;
use crate::api::{
    AuthenticationMethod, AuthenticationResponse, Decoded, GatewayStatusFields, Json, Operation, Request,
    ServiceFields, UserFields, VerificationResponse,
};
use crate::errors::Error;
use crate::http::{Client, JsonValue, start};
use crate::js::plain_object;

/// What a method resolves with.
pub(super) enum Output {
    Nothing,
    Service(Rc<Client>),
    User(Service),
    Users(Service),
    Authentication(AuthenticationMethod),
    Verification,
    GatewayStatus,
}

/// Returns a promise of the output. Arguments and options that cannot be used reject it: no method throws.
pub(super) fn call(
    client: &Rc<Client>,
    operation: Operation,
    request: Result<Request, Error>,
    options: &JsValue,
    output: Output,
) -> Promise {
    let options = || Options::new(operation.name(), options)?.call_options();
    let client = Rc::clone(client);
    match request.and_then(|request| Ok((request, options()?))) {
        Err(error) => Promise::reject(&error.with_operation(operation.public_name()).into()),
        Ok((request, options)) => start(options.signal.is_some(), |id| async move {
            client.call(id, &request, &options, |json| output.decode(json)).await
        }),
    }
}

impl Output {
    fn decode(&self, json: &JsonValue) -> Decoded<JsValue> {
        Ok(match self {
            Output::Nothing => JsValue::UNDEFINED,
            Output::Service(client) => Service::new_from(ServiceFields::decode(json)?, client).into(),
            Output::User(service) => User::new_from(UserFields::decode(json)?, service).into(),
            Output::Users(service) => {
                let users = Array::new();
                reserve(json);
                UserFields::decode_list(json, |user| {
                    users.push(&User::new_from(user, service).into());
                })?;
                users.into()
            }
            Output::Authentication(requested) => plain_object(&AuthenticationResponse::decode(json, *requested)?),
            Output::Verification => plain_object(&VerificationResponse::decode(json)?),
            Output::GatewayStatus => plain_object(&GatewayStatus::from(GatewayStatusFields::decode(json)?)),
        })
    }
}

/// Makes room for a list at once. The memory of wasm otherwise grows by its smallest step, and each time V8 counts all of it as garbage once more.
fn reserve(json: &JsonValue) {
    const BYTES_OF_A_USER: usize = 256;
    let length = json.member("users").map_or(0, |users| users.length());
    black_box(Vec::<u8>::with_capacity(length * BYTES_OF_A_USER));
}
