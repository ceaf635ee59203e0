//! The class `Service`, as JavaScript sees it.

use std::rc::Rc;

use js_sys::{Date, Promise};
use wasm_bindgen::prelude::*;

use super::call::{Output, call, id_argument, text_argument};
use super::ctime;
use super::user::User;
use super::verigator::Verigator;
use crate::api::{Id, Operation, ServiceFields, services, users};
use crate::http::Client;

/// A service: a site or an app whose users are verified.
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
    /// Creates a handle from a known id without sending a request, like `verigator.service(serviceId)`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(js_name = serviceId)] service_id: &JsValue,
        verigator: &Verigator,
    ) -> Result<Service, JsValue> {
        Service::handle("new Service", service_id, verigator.client())
    }

    /// Gets a service, like `verigator.getService(serviceId)`.
    pub fn get(
        verigator: &Verigator,
        #[wasm_bindgen(js_name = serviceId)] service_id: &JsValue,
        options: &JsValue,
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
    #[wasm_bindgen(js_name = registerUser)]
    pub fn register_user(
        &self,
        username: &JsValue,
        #[wasm_bindgen(js_name = phoneNumber)] phone_number: &JsValue,
        options: &JsValue,
    ) -> Promise {
        let text = |parameter, value| text_argument("registerUser", parameter, value);
        let request = text("username", username).and_then(|username| {
            Ok(users::register_user(&self.inner.id, username, text("phoneNumber", phone_number)?))
        });
        call(self.client(), Operation::RegisterUser, request, options, Output::User(self.clone()))
    }

    /// Gets a user of the service.
    #[wasm_bindgen(js_name = getUser)]
    pub fn get_user(&self, #[wasm_bindgen(js_name = userId)] user_id: &JsValue, options: &JsValue) -> Promise {
        let request = id_argument("getUser", "userId", user_id).map(|id| users::get_user(&self.inner.id, &id));
        call(self.client(), Operation::GetUser, request, options, Output::User(self.clone()))
    }

    /// Gets all users of the service, in the server's order. The API has no pages; the response may have up to 16 MiB, some 40,000 to 130,000
    /// users. A list is decoded in one piece, some 10 µs for each user, in which the event loop waits.
    #[wasm_bindgen(js_name = getUsers)]
    pub fn get_users(&self, options: &JsValue) -> Promise {
        let request = Ok(users::get_users(&self.inner.id));
        call(self.client(), Operation::GetUsers, request, options, Output::Users(self.clone()))
    }

    /// Creates a handle from a known id without sending a request. Its `username` and `ctime` are undefined.
    pub fn user(&self, #[wasm_bindgen(js_name = userId)] user_id: &JsValue) -> Result<User, JsValue> {
        User::handle("user", self, user_id)
    }

    /// Deletes the service. The API requires that its users are deleted first (Java SDK).
    pub fn delete(&self, options: &JsValue) -> Promise {
        let request = Ok(services::delete_service(&self.inner.id));
        call(self.client(), Operation::DeleteService, request, options, Output::Nothing)
    }

    pub(super) fn handle(method: &str, service_id: &JsValue, client: &Rc<Client>) -> Result<Service, JsValue> {
        let id = id_argument(method, "serviceId", service_id)?;
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
