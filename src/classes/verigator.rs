//! The class `Verigator`, as JavaScript sees it.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::call::{DEFAULT_RETRIES, Options, Output, call, credential_argument, id_argument, text_argument};
use super::gateway_client::GatewayClient;
use super::service::Service;
use crate::api::{Operation, Server, services};
use crate::errors::Error;
use crate::http::{BaseUrl, Client, Credentials};
use crate::js::is_browser;

const CONSTRUCTOR: &str = "new Verigator";

/// A client for one account of the Verigator API. Creates services and gets existing ones.
#[wasm_bindgen]
pub struct Verigator {
    inner: Rc<Client>,
}

#[wasm_bindgen]
impl Verigator {
    /// Creates a client with the credentials of a Messente account. Sends nothing.
    #[wasm_bindgen(constructor)]
    pub fn new(username: &JsValue, password: &JsValue, options: &JsValue) -> Result<Verigator, JsValue> {
        let credentials = parse_credentials(username, password)?;
        Ok(Verigator { inner: connect(CONSTRUCTOR, Server::Api, credentials, options)? })
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

    pub(super) fn client(&self) -> &Rc<Client> {
        &self.inner
    }
}

/// Creates the client of an API from the options of its class.
pub(super) fn connect(
    method: &str,
    server: Server,
    credentials: Credentials,
    options: &JsValue,
) -> Result<Rc<Client>, Error> {
    let options = Options::new(method, options)?;
    let allow_http = options.boolean("dangerouslyAllowHttp")?;
    let given = options.text("baseUrl")?;
    let (default, backup) = match server {
        Server::NumberVerification => ("https://api2.messente.com", backup(&options, given.is_some())?),
        _ => ("https://api.verigator.com", None),
    };
    let base_url = BaseUrl::parse(method, "baseUrl", given.as_deref().unwrap_or(default), allow_http)?;
    let backup = match backup {
        Some(url) => Some(BaseUrl::parse(method, "backupUrl", &url, allow_http)?),
        None => None,
    };
    let settings = options.settings(options.max_retries()?.unwrap_or(DEFAULT_RETRIES))?;
    let is_loopback = base_url.is_loopback() && backup.as_ref().is_none_or(BaseUrl::is_loopback);
    refuse_browser(method, options.boolean("dangerouslyAllowBrowser")? || is_loopback || settings.fetch.is_some())?;
    Ok(Rc::new(Client::new(base_url, backup, server, credentials, settings)))
}

/// The second server of the API. A client of another server, such as the sandbox, has none unless it names one.
fn backup(options: &Options<'_>, is_other_server: bool) -> Result<Option<String>, Error> {
    let given = options.read("backupUrl", "a string or null", |value| value.is_string() || value.is_null())?;
    Ok(match given {
        Some(value) => value.as_string(),
        None if is_other_server => None,
        None => Some("https://api3.messente.com".to_owned()),
    })
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
    headers.extend(user_agent());
    Ok(Credentials { headers, query: String::new(), cookies: false, secrets: vec![auth, password], tickets: None })
}

/// In a browser it would be one more header that a preflight asks about, and some browsers ignore it.
pub(super) fn user_agent() -> Option<(&'static str, String)> {
    let value = concat!("verigator-wasm/", env!("CARGO_PKG_VERSION"));
    (!is_browser()).then(|| ("User-Agent", value.to_owned()))
}

/// Refuses credentials in a page, unless the requests go to a loopback host or through a fetch of the caller.
fn refuse_browser(method: &str, is_allowed: bool) -> Result<(), Error> {
    if is_allowed || !is_browser() {
        return Ok(());
    }
    Err(Error::invalid_argument(
        method,
        "credentials",
        "a server, since anybody can read what a page holds (use verigator/gateway, or set dangerouslyAllowBrowser)",
        "a browser",
    ))
}
