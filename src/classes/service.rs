use std::rc::Rc;

use js_sys::{Date, Promise};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::arguments;
use super::call::{Output, call};
use super::ctime;
use super::user::User;
use super::verigator::Verigator;
use crate::api::{self, Id, Operation, ServiceFields};
use crate::http::Client;
use crate::js::plain_object;

/// A service: a site or an app whose users are verified.
///
/// `createService` and `getService` return one with its `name` and `ctime`. A handle from a known id has neither.
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

/// What `toJSON` returns.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fields<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) base_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) username: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ctime: Option<&'a str>,
}

#[wasm_bindgen]
impl Service {
    /// Creates a handle from a known id without sending a request, like `verigator.service(serviceId)`.
    ///
    /// @throws {InvalidInvocationError} if this cannot be an id, or if the second argument is not a Verigator.
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

    /// The id of the service. A UUID in all samples of the API.
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> String {
        self.inner.id.as_str().to_owned()
    }

    /// The name that users see. Undefined for a handle.
    #[wasm_bindgen(getter)]
    pub fn name(&self) -> Option<String> {
        self.inner.name.clone()
    }

    /// When the service was created, as the server wrote it. Undefined for a handle, or if the server sent no text.
    #[wasm_bindgen(getter)]
    pub fn ctime(&self) -> Option<String> {
        self.inner.ctime.clone()
    }

    /// `ctime` as a Date. Undefined for a handle, or if `ctime` is not a date. A time without a zone counts as UTC.
    #[wasm_bindgen(getter, js_name = createdAt)]
    pub fn created_at(&self) -> Option<Date> {
        ctime::to_date(self.inner.ctime.as_deref()?)
    }

    /// Registers a user, who can then be authenticated.
    ///
    /// Not retried after a lost connection or a timeout, since it may have succeeded.
    ///
    /// @param username - The name that the user logs in with, often an e-mail address.
    /// @param phoneNumber - The number with its country prefix, as in `+46701740605`. The server validates it.
    /// @throws {ResourceAlreadyExistsError} if the service has a user with this name.
    /// @throws {InvalidDataError} if the server rejects a value, for example the phone number.
    #[wasm_bindgen(js_name = registerUser, unchecked_return_type = "Promise<User>")]
    pub fn register_user(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] username: &JsValue,
        #[wasm_bindgen(js_name = phoneNumber, unchecked_param_type = "string")] phone_number: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        let text = |parameter, value| arguments::text("registerUser", parameter, value);
        let request = text("username", username)
            .and_then(|username| Ok(api::register_user(&self.inner.id, username, text("phoneNumber", phone_number)?)));
        call(self.client(), Operation::RegisterUser, request, options, Output::User(self.clone()))
    }

    /// Gets a user of the service.
    ///
    /// @throws {NoSuchResourceError} if no user has this id.
    #[wasm_bindgen(js_name = getUser, unchecked_return_type = "Promise<User>")]
    pub fn get_user(
        &self,
        #[wasm_bindgen(js_name = userId, unchecked_param_type = "string")] user_id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        let request = arguments::id("getUser", "userId", user_id).map(|id| api::get_user(&self.inner.id, &id));
        call(self.client(), Operation::GetUser, request, options, Output::User(self.clone()))
    }

    /// Gets all users of the service, in the server's order. The API has no pages; the response may have up to 64 MiB.
    #[wasm_bindgen(js_name = getUsers, unchecked_return_type = "Promise<User[]>")]
    pub fn get_users(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        let request = Ok(api::get_users(&self.inner.id));
        call(self.client(), Operation::GetUsers, request, options, Output::Users(self.clone()))
    }

    /// Creates a handle from a known id without sending a request. Its `username` and `ctime` are undefined.
    ///
    /// @throws {InvalidInvocationError} if this cannot be an id.
    pub fn user(
        &self,
        #[wasm_bindgen(js_name = userId, unchecked_param_type = "string")] user_id: &JsValue,
    ) -> Result<User, JsValue> {
        User::handle("user", self, user_id)
    }

    /// Deletes the service. The API requires that its users are deleted first (Java SDK).
    ///
    /// Retried after a lost connection. A retry that finds the service gone counts as successful.
    ///
    /// @throws {ResourceAlreadyExistsError} if the service has users.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn delete(&self, #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue) -> Promise {
        let request = Ok(api::delete_service(&self.inner.id));
        call(self.client(), Operation::DeleteService, request, options, Output::Nothing)
    }

    /// Returns the fields of the service as a plain object.
    #[wasm_bindgen(js_name = toJSON, unchecked_return_type = "{ id: string; name?: string; ctime?: string }")]
    pub fn to_json(&self) -> JsValue {
        let Inner { id, name, ctime, .. } = &*self.inner;
        let (id, name, ctime) = (Some(id.as_str()), name.as_deref(), ctime.as_deref());
        plain_object(&Fields { id, name, ctime, ..Fields::default() })
    }

    pub(super) fn handle(method: &str, service_id: &JsValue, client: &Rc<Client>) -> Result<Service, JsValue> {
        let id = arguments::id(method, "serviceId", service_id)?;
        Ok(Service::with_id(id, client))
    }

    /// The service behind a gateway, whose id a page neither knows nor needs.
    pub(super) fn behind_gateway(client: &Rc<Client>) -> Service {
        Service::with_id(Id::me(), client)
    }

    pub(super) fn new_from(ServiceFields { id, name, ctime }: ServiceFields, client: &Rc<Client>) -> Service {
        Service { inner: Rc::new(Inner { client: Rc::clone(client), id, name: Some(name), ctime }) }
    }

    pub(super) fn client(&self) -> &Rc<Client> {
        &self.inner.client
    }

    /// The id as a part of paths.
    pub(super) fn path_id(&self) -> &Id {
        &self.inner.id
    }

    fn with_id(id: Id, client: &Rc<Client>) -> Service {
        Service { inner: Rc::new(Inner { client: Rc::clone(client), id, name: None, ctime: None }) }
    }
}
