use std::rc::Rc;

use js_sys::{Date, Promise};
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
use crate::user::User;
use crate::verigator::Verigator;
use crate::wire;

/// A service, that is a site or an app whose users are verified.
///
/// Comes from `createService` and `getService`, with its `name` and `ctime`, or as a handle on a known id, without them.
#[wasm_bindgen]
#[derive(Clone)]
pub struct Service {
    inner: Rc<Inner>,
}

struct Inner {
    client: Rc<Client>,
    id: Id,
    name: Option<String>,
    ctime: Option<String>,
}

#[wasm_bindgen]
impl Service {
    /// Makes a handle on a service whose id is known, like `verigator.service(serviceId)`. Sends nothing.
    ///
    /// @throws {InvalidInvocationError} where that is no id, or no Verigator.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(js_name = serviceId, unchecked_param_type = "string")] service_id: &JsValue,
        verigator: &Verigator,
    ) -> Result<Service, JsValue> {
        Service::handle("new Service", service_id, verigator.client())
    }

    /// Gets a service, like `verigator.getService(serviceId)`.
    #[wasm_bindgen(unchecked_return_type = "Promise<Service>")]
    pub fn get(
        verigator: &Verigator,
        #[wasm_bindgen(js_name = serviceId, unchecked_param_type = "string")] service_id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        verigator.get_service(service_id, options)
    }

    /// The id of the service, a UUID in every sample of the API.
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> String {
        self.inner.id.as_str().to_owned()
    }

    /// What users see. Absent on a handle.
    #[wasm_bindgen(getter)]
    pub fn name(&self) -> Option<String> {
        self.inner.name.clone()
    }

    /// When the service was created, as the server wrote it. Absent on a handle.
    #[wasm_bindgen(getter)]
    pub fn ctime(&self) -> Option<String> {
        self.inner.ctime.clone()
    }

    /// `ctime` as a Date, undefined where it is absent or no date. A time without a zone is UTC.
    #[wasm_bindgen(getter, js_name = createdAt)]
    pub fn created_at(&self) -> Option<Date> {
        ctime::to_date(self.inner.ctime.as_deref()?)
    }

    /// Registers a user, so that they can be authenticated.
    ///
    /// Not repeated after a lost connection or a time limit, since it may have succeeded.
    ///
    /// @param username - The name that the user logs in with, often an e-mail address.
    /// @param phoneNumber - With its country prefix, as in `+3725555555`. The server judges it.
    /// @throws {ResourceAlreadyExistsError} where the service has a user of that name.
    /// @throws {InvalidDataError} where the server rejects a value, the phone number for one.
    #[wasm_bindgen(js_name = registerUser, unchecked_return_type = "Promise<User>")]
    pub fn register_user(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] username: &JsValue,
        #[wasm_bindgen(js_name = phoneNumber, unchecked_param_type = "string")] phone_number: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        const PLACE: &str = "registerUser";
        let prepare = || {
            let username = arguments::text(PLACE, "username", username)?;
            let phone_number = arguments::text(PLACE, "phoneNumber", phone_number)?;
            Ok(api::register_user(&self.inner.id, &username, &phone_number))
        };
        promise(PLACE, self.client(), options, prepare, User::reading(self))
    }

    /// Gets a user of the service.
    ///
    /// @throws {NoSuchResourceError} where there is none of that id.
    #[wasm_bindgen(js_name = getUser, unchecked_return_type = "Promise<User>")]
    pub fn get_user(
        &self,
        #[wasm_bindgen(js_name = userId, unchecked_param_type = "string")] user_id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        const PLACE: &str = "getUser";
        let prepare = || Ok(api::get_user(&self.inner.id, &arguments::id(PLACE, "userId", user_id)?));
        promise(PLACE, self.client(), options, prepare, User::reading(self))
    }

    /// Gets all users of the service, in the server's order. The API has no pages.
    #[wasm_bindgen(js_name = getUsers, unchecked_return_type = "Promise<User[]>")]
    pub fn get_users(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        let prepare = || Ok(api::get_users(&self.inner.id));
        promise("getUsers", self.client(), options, prepare, User::reading_all(self))
    }

    /// Gives a handle on a user whose id is known. Sends nothing, so `username` and `ctime` are absent.
    ///
    /// @throws {InvalidInvocationError} where that is no id.
    pub fn user(
        &self,
        #[wasm_bindgen(js_name = userId, unchecked_param_type = "string")] user_id: &JsValue,
    ) -> Result<User, JsValue> {
        User::handle("user", self, user_id)
    }

    /// Deletes the service. The API wants its users removed first (Java SDK).
    ///
    /// Repeated where the connection was lost; that it is gone by then is a success.
    ///
    /// @throws {ResourceAlreadyExistsError} where it has users.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn delete(&self, #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue) -> Promise {
        let prepare = || Ok(api::delete_service(&self.inner.id));
        promise("deleteService", self.client(), options, prepare, results::nothing)
    }

    /// The fields of the service, without the account behind it.
    #[wasm_bindgen(js_name = toJSON, unchecked_return_type = "{ id: string; name?: string; ctime?: string }")]
    pub fn to_json(&self) -> JsValue {
        let object = Object::new().with("id", self.id());
        object.with_some("name", self.name()).with_some("ctime", self.ctime()).into()
    }

    /// Makes a service of the answer to a call that gives one.
    pub(crate) fn reading(client: &Rc<Client>) -> impl Fn(&JsJson) -> Result<JsValue, Mismatch> + 'static {
        let client = Rc::clone(client);
        move |answer| {
            let wire::Service { id, name, ctime } = api::service(answer)?;
            let inner = Inner { client: Rc::clone(&client), id, name: Some(name), ctime: Some(ctime) };
            Ok(Service { inner: Rc::new(inner) }.into())
        }
    }

    pub(crate) fn client(&self) -> &Rc<Client> {
        &self.inner.client
    }

    /// The id as it stands in paths.
    pub(crate) fn key(&self) -> &Id {
        &self.inner.id
    }

    pub(crate) fn handle(place: &'static str, service_id: &JsValue, client: &Rc<Client>) -> Result<Service, JsValue> {
        let id = arguments::id(place, "serviceId", service_id)?;
        Ok(Service::at(Rc::clone(client), id))
    }

    /// What stands for the service in a page, which neither knows nor needs its id.
    pub(crate) fn behind_gateway(client: Rc<Client>) -> Service {
        Service::at(client, Id::me())
    }

    fn at(client: Rc<Client>, id: Id) -> Service {
        Service { inner: Rc::new(Inner { client, id, name: None, ctime: None }) }
    }
}
