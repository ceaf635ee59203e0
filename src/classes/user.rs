//! The class `User`, as JavaScript sees it.

use std::rc::Rc;

use js_sys::{Date, Promise};
use wasm_bindgen::prelude::*;

use super::call::{Output, call, id_argument, pin_argument};
use super::ctime;
use super::service::Service;
use crate::api::{AuthenticationMethod, Id, Operation, Request, Server, UserFields, authentication, user_path, users};
use crate::errors::Error;
use crate::http::Client;

/// A user of a service, who can be asked to prove who they are.
#[wasm_bindgen]
pub struct User {
    service: Service,
    id: Id,
    username: Option<String>,
    ctime: Option<String>,
}

#[wasm_bindgen]
impl User {
    /// Creates a handle from a known id without sending a request, like `service.user(userId)`.
    #[wasm_bindgen(constructor)]
    pub fn new(service: &Service, #[wasm_bindgen(js_name = userId)] user_id: &JsValue) -> Result<User, JsValue> {
        User::handle("new User", service, user_id)
    }

    /// The id of the user. A UUID in all samples of the API.
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> String {
        self.id.as_str().to_owned()
    }

    /// The name that the user logs in with, `id_in_service` in the API. Undefined for a handle.
    #[wasm_bindgen(getter)]
    pub fn username(&self) -> Option<String> {
        self.username.clone()
    }

    /// When the user was registered, as the server wrote it. Undefined for a handle, or if the server sent no text.
    #[wasm_bindgen(getter)]
    pub fn ctime(&self) -> Option<String> {
        self.ctime.clone()
    }

    /// `ctime` as a Date. Undefined for a handle, or if `ctime` is not a date. A time without a zone counts as UTC.
    #[wasm_bindgen(getter, js_name = createdAt)]
    pub fn created_at(&self) -> Option<Date> {
        ctime::to_date(self.ctime.as_deref()?)
    }

    /// The service that the user belongs to.
    #[wasm_bindgen(getter)]
    pub fn service(&self) -> Service {
        self.service.clone()
    }

    /// Starts an authentication by the Verigator app, which shows the user a code. Earlier PINs become invalid.
    #[wasm_bindgen(js_name = authenticateUsingTotp)]
    pub fn authenticate_using_totp(&self, options: &JsValue) -> Promise {
        self.authenticate(Operation::AuthenticateUsingTotp, AuthenticationMethod::Totp, options)
    }

    /// Starts an authentication by SMS. Sends a message, which is paid for. Earlier PINs become invalid.
    #[wasm_bindgen(js_name = authenticateUsingSms)]
    pub fn authenticate_using_sms(&self, options: &JsValue) -> Promise {
        self.authenticate(Operation::AuthenticateUsingSms, AuthenticationMethod::Sms, options)
    }

    /// Verifies the PIN that the user typed. A wrong PIN does not reject: it resolves with `verified: false` and a `reason`.
    #[wasm_bindgen(js_name = verifyPin)]
    pub fn verify_pin(&self, pin: &JsValue, options: &JsValue) -> Promise {
        call(self.client(), Operation::VerifyPin, self.verification(pin), options, Output::Verification)
    }

    /// Deletes the user, who can then no longer be authenticated.
    pub fn delete(&self, options: &JsValue) -> Promise {
        call(self.client(), Operation::DeleteUser, Ok(users::delete_user(self.path())), options, Output::Nothing)
    }

    pub(super) fn handle(method: &str, service: &Service, user_id: &JsValue) -> Result<User, JsValue> {
        let id = id_argument(method, "userId", user_id)?;
        Ok(User { service: service.clone(), id, username: None, ctime: None })
    }

    /// The user who is logging in through a gateway.
    pub(super) fn behind_gateway(client: &Rc<Client>) -> User {
        User { service: Service::behind_gateway(client), id: Id::me(), username: None, ctime: None }
    }

    pub(super) fn new_from(UserFields { id, username, ctime }: UserFields, service: &Service) -> User {
        User { service: service.clone(), id, username: Some(username), ctime }
    }

    fn authenticate(&self, operation: Operation, method: AuthenticationMethod, options: &JsValue) -> Promise {
        let request = Ok(self.spelled(authentication::start_authentication(&self.path(), method)));
        call(self.client(), operation, request, options, Output::Authentication(method))
    }

    fn verification(&self, pin: &JsValue) -> Result<Request, Error> {
        let pin = pin_argument("verifyPin", pin)?;
        Ok(self.spelled(authentication::verify_pin(&self.path(), pin)))
    }

    /// The path below the base URL: a gateway serves the one user at its root.
    fn path(&self) -> String {
        match self.client().server() {
            Server::Gateway => String::new(),
            _ => user_path(self.service.path_id(), &self.id),
        }
    }

    /// Spells the path as the gateway's server does.
    fn spelled(&self, request: Request) -> Request {
        let client = self.client();
        request.with_slash(client.server() == Server::Gateway && client.base_url().has_slash())
    }

    fn client(&self) -> &Rc<Client> {
        self.service.client()
    }
}
