use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::arguments;
use super::call::{Output, call};
use super::gateway_client::GatewayClient;
use super::options::{DEFAULT_RETRIES, Options};
use super::service::{Fields, Service};
use crate::api::{self, Operation, Server};
use crate::errors::Error;
use crate::http::{BaseUrl, Client, Credentials, is_browser};
use crate::js::plain_object;

const CONSTRUCTOR: &str = "new Verigator";

/// A client for one account of the Verigator API. Creates services and gets existing ones.
///
/// All objects that come from it share its credentials and options. Garbage collection frees objects; `free()` or `using` frees
/// one immediately, and calls in flight still finish.
///
/// @example
/// ```js
/// const { VERIGATOR_USERNAME = "", VERIGATOR_PASSWORD = "" } = process.env;
/// const verigator = new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD);
/// const service = await verigator.getService(serviceId);
/// ```
#[wasm_bindgen]
pub struct Verigator {
    inner: Rc<Client>,
}

#[wasm_bindgen]
impl Verigator {
    /// Creates a client with the credentials of a Messente account. Sends nothing.
    ///
    /// Each request carries the credentials in the header `X-Service-Auth`, as `username:password` (docs: request-authentication).
    /// So the username must not contain a colon, and both must be printable ASCII.
    ///
    /// @param username - The API username of the account.
    /// @param password - Its API password.
    /// @param options - The base URL, the time limit, retries, hooks.
    /// @throws {InvalidInvocationError} if the credentials are empty or cannot be sent in a header, if an option has the wrong type, if
    /// `baseUrl` is neither https nor http to a loopback host and `dangerouslyAllowHttp` is not set, or if this is a web page: everybody
    /// who opens it could read the password.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "string")] username: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] password: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "VerigatorOptions")] options: &JsValue,
    ) -> Result<Verigator, JsValue> {
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
    ///
    /// @param baseUrl - Where the gateway is mounted: a path on the page's own origin, as in `/2fa`, or an https URL. If it ends with a
    /// slash, so do the requests, as in `/2fa/auth/`, for servers that redirect all other paths.
    /// @param options - `ticket`: a JWT of your backend that tells the gateway who is asking, or a function that returns one. Without it a cookie does.
    /// @throws {InvalidInvocationError} if the URL cannot be used, or if a path leaves the page's origin.
    #[wasm_bindgen(js_name = viaGateway)]
    pub fn via_gateway(
        #[wasm_bindgen(js_name = baseUrl, unchecked_param_type = "string")] base_url: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "GatewayClientOptions")] options: &JsValue,
    ) -> Result<GatewayClient, JsValue> {
        Ok(GatewayClient::connect(base_url, options)?)
    }

    /// The URL that requests are sent to, without the version and without a slash at its end.
    #[wasm_bindgen(getter, js_name = baseUrl)]
    pub fn base_url(&self) -> String {
        self.inner.base_url().as_str().to_owned()
    }

    /// Creates a service. Do this once, and store its `id`.
    ///
    /// Not retried after a lost connection or a timeout, since it may have succeeded.
    ///
    /// @param name - The name that users see, for example in the Verigator app.
    /// @param fqdn - The domain name that the service is for, as in `example.com`.
    /// @throws {ResourceAlreadyExistsError} if a service with this domain name exists.
    /// @throws {InvalidDataError} if the server rejects a value.
    #[wasm_bindgen(js_name = createService, unchecked_return_type = "Promise<Service>")]
    pub fn create_service(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] name: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] fqdn: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        let text = |parameter, value| arguments::text("createService", parameter, value);
        let request = text("name", name).and_then(|name| Ok(api::create_service(name, text("fqdn", fqdn)?)));
        call(&self.inner, Operation::CreateService, request, options, Output::Service(Rc::clone(&self.inner)))
    }

    /// Gets a service of the account.
    ///
    /// @param serviceId - The `id` of the service.
    /// @throws {NoSuchResourceError} if no service has this id.
    /// @throws {ResourceForbiddenError} if the service belongs to another account.
    #[wasm_bindgen(js_name = getService, unchecked_return_type = "Promise<Service>")]
    pub fn get_service(
        &self,
        #[wasm_bindgen(js_name = serviceId, unchecked_param_type = "string")] service_id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        let request = arguments::id("getService", "serviceId", service_id).map(|id| api::get_service(&id));
        call(&self.inner, Operation::GetService, request, options, Output::Service(Rc::clone(&self.inner)))
    }

    /// Creates a handle from a known id without sending a request. Its `name` and `ctime` are undefined.
    ///
    /// @param serviceId - The `id` of the service.
    /// @throws {InvalidInvocationError} if this cannot be an id.
    pub fn service(
        &self,
        #[wasm_bindgen(js_name = serviceId, unchecked_param_type = "string")] service_id: &JsValue,
    ) -> Result<Service, JsValue> {
        Service::handle("service", service_id, &self.inner)
    }

    /// Returns what may be shown: `baseUrl`, never the credentials.
    #[wasm_bindgen(js_name = toJSON, unchecked_return_type = "{ baseUrl: string }")]
    pub fn to_json(&self) -> JsValue {
        plain_object(&Fields { base_url: Some(self.inner.base_url().as_str()), ..Fields::default() })
    }

    pub(super) fn client(&self) -> &Rc<Client> {
        &self.inner
    }
}

fn parse_credentials(username: &JsValue, password: &JsValue) -> Result<Credentials, Error> {
    let username = arguments::credential(CONSTRUCTOR, "username", username)?;
    let password = arguments::credential(CONSTRUCTOR, "password", password)?;
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
