use std::rc::Rc;

use js_sys::{Array, Date, Promise};
use wasm_bindgen::prelude::*;

use crate::api::{self, Mismatch};
use crate::arguments;
use crate::client::Client;
use crate::ctime;
use crate::json::JsJson;
use crate::object::Object;
use crate::path::Id;
use crate::promise::promise;
use crate::results;
use crate::service::Service;
use crate::wire::{self, Method};

/// A user of a service, who can be asked to prove who they are.
///
/// Comes from `registerUser`, `getUser` and `getUsers`, with their `username` and `ctime`, or as a handle on a known id, without them.
///
/// @example
/// ```js
/// const user = service.user(userId);
/// await user.authenticateUsingSms();
/// const { verified } = await user.verifyPin(pin);
/// ```
#[wasm_bindgen]
pub struct User {
    inner: Rc<Inner>,
}

struct Inner {
    service: Service,
    id: Id,
    /// Where the user is below the base URL: among the service's users, or behind a gateway at its root.
    path: String,
    username: Option<String>,
    ctime: Option<String>,
}

#[wasm_bindgen]
impl User {
    /// Makes a handle on a user whose id is known, like `service.user(userId)`. Sends nothing.
    ///
    /// @throws {InvalidInvocationError} where that is no id, or no Service.
    #[wasm_bindgen(constructor)]
    pub fn new(
        service: &Service,
        #[wasm_bindgen(js_name = userId, unchecked_param_type = "string")] user_id: &JsValue,
    ) -> Result<User, JsValue> {
        User::handle("new User", service, user_id)
    }

    /// The id of the user, a UUID in every sample of the API.
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> String {
        self.inner.id.as_str().to_owned()
    }

    /// The name that the user logs in with, `id_in_service` on the wire. Absent on a handle.
    #[wasm_bindgen(getter)]
    pub fn username(&self) -> Option<String> {
        self.inner.username.clone()
    }

    /// When the user was registered, as the server wrote it. Absent on a handle.
    #[wasm_bindgen(getter)]
    pub fn ctime(&self) -> Option<String> {
        self.inner.ctime.clone()
    }

    /// `ctime` as a Date, undefined where it is absent or no date. A time without a zone is UTC.
    #[wasm_bindgen(getter, js_name = createdAt)]
    pub fn created_at(&self) -> Option<Date> {
        ctime::to_date(self.inner.ctime.as_deref()?)
    }

    /// The service that the user belongs to.
    #[wasm_bindgen(getter)]
    pub fn service(&self) -> Service {
        self.inner.service.clone()
    }

    /// Starts authentication by the Verigator app, which shows the user a code. An earlier PIN is no longer good.
    ///
    /// Where the user has no app on the number, the service sends an SMS instead, which is paid for: see `method` of the result (docs:
    /// start-authentication). Never repeated after a lost connection or a time limit.
    ///
    /// @throws {NoSuchResourceError} where the user is gone.
    #[wasm_bindgen(js_name = authenticateUsingTotp, unchecked_return_type = "Promise<AuthenticationResponse>")]
    pub fn authenticate_using_totp(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.authenticate("authenticateUsingTotp", Method::Totp, options)
    }

    /// Starts authentication by SMS. An SMS is sent and paid for. An earlier PIN is no longer good.
    ///
    /// Never repeated after a lost connection or a time limit, since the SMS may be out.
    ///
    /// @throws {NoSuchResourceError} where the user is gone.
    #[wasm_bindgen(js_name = authenticateUsingSms, unchecked_return_type = "Promise<AuthenticationResponse>")]
    pub fn authenticate_using_sms(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.authenticate("authenticateUsingSms", Method::Sms, options)
    }

    /// Checks the PIN that the user typed. A wrong PIN resolves with `verified: false` and a `reason`, it never rejects.
    ///
    /// Never repeated after a lost connection or a time limit, since the try may be spent.
    ///
    /// @param pin - A string: as a number it would lose its leading zeros.
    /// @throws {NoSuchResourceError} where the user is gone or no authentication was started.
    #[wasm_bindgen(js_name = verifyPin, unchecked_return_type = "Promise<VerificationResponse>")]
    pub fn verify_pin(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] pin: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        const PLACE: &str = "verifyPin";
        let prepare = || Ok(api::verify_pin(&self.inner.path, &arguments::pin(PLACE, pin)?));
        promise(PLACE, self.client(), options, prepare, |answer| Ok(results::verification(api::verification(answer)?)))
    }

    /// Deletes the user, who can then no longer be authenticated.
    ///
    /// Repeated where the connection was lost; that they are gone by then is a success.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn delete(&self, #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue) -> Promise {
        let prepare = || Ok(api::delete_user(&self.inner.path));
        promise("deleteUser", self.client(), options, prepare, results::nothing)
    }

    /// The fields of the user, without the account behind them.
    #[wasm_bindgen(js_name = toJSON, unchecked_return_type = "{ id: string; username?: string; ctime?: string }")]
    pub fn to_json(&self) -> JsValue {
        let object = Object::new().with("id", self.id());
        object.with_some("username", self.username()).with_some("ctime", self.ctime()).into()
    }

    pub(crate) fn handle(place: &'static str, service: &Service, user_id: &JsValue) -> Result<User, JsValue> {
        let id = arguments::id(place, "userId", user_id)?;
        let path = api::user_path(service.key(), &id);
        Ok(User::at(service.clone(), id, path))
    }

    /// The one user whom a gateway lets the page act for.
    pub(crate) fn behind_gateway(client: Rc<Client>) -> User {
        User::at(Service::behind_gateway(client), Id::me(), String::new())
    }

    fn at(service: Service, id: Id, path: String) -> User {
        User { inner: Rc::new(Inner { service, id, path, username: None, ctime: None }) }
    }

    /// Makes a user of the answer to a call that gives one.
    pub(crate) fn reading(service: &Service) -> impl Fn(&JsJson) -> Result<JsValue, Mismatch> + 'static {
        let service = service.clone();
        move |answer| Ok(User::from_wire(&service, api::user(answer)?).into())
    }

    /// Makes an array of users of the answer to a call that lists them.
    pub(crate) fn reading_all(service: &Service) -> impl Fn(&JsJson) -> Result<JsValue, Mismatch> + 'static {
        let service = service.clone();
        move |answer| {
            let users = api::users(answer)?;
            let users: Array = users.into_iter().map(|user| JsValue::from(User::from_wire(&service, user))).collect();
            Ok(users.into())
        }
    }

    fn authenticate(&self, operation: &'static str, method: Method, options: &JsValue) -> Promise {
        let prepare = || Ok(api::authenticate(&self.inner.path, method));
        promise(operation, self.client(), options, prepare, move |answer| {
            Ok(results::authentication(method, api::authentication(answer)?))
        })
    }

    fn client(&self) -> &Rc<Client> {
        self.inner.service.client()
    }

    fn from_wire(service: &Service, wire::User { id, username, ctime }: wire::User) -> User {
        let path = api::user_path(service.key(), &id);
        let inner = Inner { service: service.clone(), id, path, username: Some(username), ctime: Some(ctime) };
        User { inner: Rc::new(inner) }
    }
}
