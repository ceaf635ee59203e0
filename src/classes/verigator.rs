//! The class `Verigator`, as JavaScript sees it.

use std::rc::Rc;

use js_sys::Promise;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::call::{DEFAULT_RETRIES, Options, Output, call, credential_argument, id_argument, text_argument};
use super::gateway_client::GatewayClient;
use super::service::Service;
use crate::api::{Operation, Server, services};
use crate::errors::Error;
use crate::http::{BaseUrl, Client, Credentials};
use crate::js::{is_browser, plain_object};

const CONSTRUCTOR: &str = "new Verigator";

/// A client for one account of the Verigator API. Creates services and gets existing ones.
#[wasm_bindgen]
pub struct Verigator {
    inner: Rc<Client>,
}

/// What `toJSON` returns.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fields<'a> {
    base_url: &'a str,
}

#[wasm_bindgen]
impl Verigator {
    /// Creates a client with the credentials of a Messente account. Sends nothing.
    #[wasm_bindgen(constructor)]
    pub fn new(username: &JsValue, password: &JsValue, options: &JsValue) -> Result<Verigator, JsValue> {
        let credentials = parse_credentials(username, password)?;
        let options = Options::new(CONSTRUCTOR, options)?;
        let allow_http = options.boolean("dangerouslyAllowHttp")?;
        let base_url = BaseUrl::parse(CONSTRUCTOR, options.text("baseUrl")?.as_deref(), allow_http)?;
        let settings = options.settings(options.max_retries()?.unwrap_or(DEFAULT_RETRIES))?;
        let may_be_in_page = base_url.is_loopback() || settings.fetch.is_some();
        refuse_browser(options.boolean("dangerouslyAllowBrowser")? || may_be_in_page)?;
        Ok(Verigator { inner: Rc::new(Client::new(base_url, Server::Api, credentials, settings)) })
    }

    /// Connects a page to a gateway that holds the credentials, for the user who is logging in. Sends nothing.
    #[wasm_bindgen(js_name = viaGateway)]
    pub fn via_gateway(
        #[wasm_bindgen(js_name = baseUrl)] base_url: &JsValue,
        options: &JsValue,
    ) -> Result<GatewayClient, JsValue> {
        Ok(GatewayClient::connect(base_url, options)?)
    }

    /// The URL that requests are sent to, without the version and without a slash at its end.
    #[wasm_bindgen(getter, js_name = baseUrl)]
    pub fn base_url(&self) -> String {
        self.inner.base_url().as_str().to_owned()
    }

    /// Creates a service. Do this once, and store its `id`.
    #[wasm_bindgen(js_name = createService)]
    pub fn create_service(&self, name: &JsValue, fqdn: &JsValue, options: &JsValue) -> Promise {
        let text = |parameter, value| text_argument("createService", parameter, value);
        let request = text("name", name).and_then(|name| Ok(services::create_service(name, text("fqdn", fqdn)?)));
        call(&self.inner, Operation::CreateService, request, options, Output::Service(Rc::clone(&self.inner)))
    }

    /// Gets a service of the account.
    #[wasm_bindgen(js_name = getService)]
    pub fn get_service(&self, #[wasm_bindgen(js_name = serviceId)] service_id: &JsValue, options: &JsValue) -> Promise {
        let request = id_argument("getService", "serviceId", service_id).map(|id| services::get_service(&id));
        call(&self.inner, Operation::GetService, request, options, Output::Service(Rc::clone(&self.inner)))
    }

    /// Creates a handle from a known id without sending a request. Its `name` and `ctime` are undefined.
    pub fn service(&self, #[wasm_bindgen(js_name = serviceId)] service_id: &JsValue) -> Result<Service, JsValue> {
        Service::handle("service", service_id, &self.inner)
    }

    /// Returns what may be shown: `baseUrl`, never the credentials.
    #[wasm_bindgen(js_name = toJSON)]
    pub fn to_json(&self) -> JsValue {
        plain_object(&Fields { base_url: self.inner.base_url().as_str() })
    }

    pub(super) fn client(&self) -> &Rc<Client> {
        &self.inner
    }
}

fn parse_credentials(username: &JsValue, password: &JsValue) -> Result<Credentials, Error> {
    let username = credential_argument(CONSTRUCTOR, "username", username)?;
    let password = credential_argument(CONSTRUCTOR, "password", password)?;
    let refuse = |name, expected, received| Err(Error::invalid_argument(CONSTRUCTOR, name, expected, received));
    if username.bytes().any(|byte| byte == b':') {
        return refuse("username", "a name without a colon", "one with a colon");
    }
    if username.starts_with(' ') {
        return refuse("username", "no space at the start", "one");
    }
    if password.ends_with(' ') {
        return refuse("password", "no space at the end", "one");
    }
    let auth = [&username, ":", &password].concat();
    let mut headers = vec![("X-Service-Auth", auth.clone())];
    if !is_browser() {
        // In a browser it would be one more header that a preflight asks about, and some browsers ignore it.
        headers.push(("User-Agent", concat!("verigator-wasm/", env!("CARGO_PKG_VERSION")).to_owned()));
    }
    Ok(Credentials { headers, cookies: false, secrets: vec![auth, password], tickets: None })
}

/// Refuses credentials in a page, unless the requests go to a loopback host or through a fetch of the caller.
fn refuse_browser(is_allowed: bool) -> Result<(), Error> {
    if is_allowed || !is_browser() {
        return Ok(());
    }
    Err(Error::invalid_argument(
        CONSTRUCTOR,
        "credentials",
        "a server, since anybody can read what a page holds (use verigator/gateway, or set dangerouslyAllowBrowser)",
        "a browser",
    ))
}
