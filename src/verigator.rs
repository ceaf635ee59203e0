use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use crate::api;
use crate::arguments;
use crate::client::{Client, Identity};
use crate::environment;
use crate::error::Error;
use crate::fetch::Cookies;
use crate::gateway_client::GatewayClient;
use crate::object::Object;
use crate::options::Settings;
use crate::promise::promise;
use crate::service::Service;

const PLACE: &str = "new Verigator";

/// An account of the Verigator API: the place to create services and to get at those that exist.
///
/// Keeps the credentials and the settings for all objects that come from it. Objects are freed by garbage collection; `free()`
/// or `using` frees one at once, and calls under way still finish.
///
/// @example
/// ```js
/// const verigator = new Verigator(process.env.VERIGATOR_USERNAME, process.env.VERIGATOR_PASSWORD);
/// const service = await verigator.getService(serviceId);
/// ```
#[wasm_bindgen]
pub struct Verigator {
    inner: Rc<Client>,
}

#[wasm_bindgen]
impl Verigator {
    /// Keeps the credentials of a Messente account. Sends nothing.
    ///
    /// The credentials go along with each request in the header `X-Service-Auth`, as `username:password` (docs: request-authentication), so
    /// the username can hold no colon, and both only printable ASCII.
    ///
    /// @param username - The API user name of the account.
    /// @param password - Its API password.
    /// @param options - Where to send requests, time limits, retries, hooks.
    /// @throws {InvalidInvocationError} where the credentials are empty or can't stand in a header, an option is not what it should
    /// be, `baseUrl` is not https (http is good for loopback hosts only), or this is a web page: everybody who opens it could read the password.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "string")] username: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] password: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "VerigatorOptions")] options: &JsValue,
    ) -> Result<Verigator, JsValue> {
        let credentials = Credentials::parse(username, password)?;
        let settings = Settings::parse(PLACE, options)?;
        refuse_browser(&settings)?;
        let header = [&credentials.username, ":", &credentials.password].concat();
        let mut headers = vec![("X-Service-Auth", header.clone())];
        if !environment::is_browser() {
            // In a browser it would be one more header for a preflight to ask about, and some ignore it.
            headers.push(("User-Agent", concat!("verigator-wasm/", env!("CARGO_PKG_VERSION")).to_owned()));
        }
        let secrets = vec![header, credentials.password];
        Ok(Verigator { inner: Client::new(settings, Identity { headers, cookies: Cookies::Withheld, secrets }) })
    }

    /// Gives a page the user who is logging in, through a gateway that holds the credentials. Sends nothing.
    ///
    /// @param baseUrl - Where the gateway is mounted: a path on the page's own origin, as in `/2fa`, or an https URL.
    /// @param options - `ticket`: a JWT of the site's that tells the gateway who is asking; without it a cookie does.
    /// @throws {InvalidInvocationError} where the URL can't be used.
    #[wasm_bindgen(js_name = viaGateway)]
    pub fn via_gateway(
        #[wasm_bindgen(js_name = baseUrl, unchecked_param_type = "string")] base_url: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "GatewayClientOptions")] options: &JsValue,
    ) -> Result<GatewayClient, JsValue> {
        Ok(GatewayClient::connect(base_url, options)?)
    }

    /// Where requests are sent, without the version and without a slash at its end.
    #[wasm_bindgen(getter, js_name = baseUrl)]
    pub fn base_url(&self) -> String {
        self.inner.base_url().as_str().to_owned()
    }

    /// Creates a service. Do it once and store its `id`.
    ///
    /// Not repeated after a lost connection or a time limit, since it may have succeeded.
    ///
    /// @param name - What users see, in the Verigator app for one.
    /// @param fqdn - The domain name that the service is for, as in `example.com`.
    /// @throws {ResourceAlreadyExistsError} where there is a service for this domain name.
    /// @throws {InvalidDataError} where the server rejects a value.
    #[wasm_bindgen(js_name = createService, unchecked_return_type = "Promise<Service>")]
    pub fn create_service(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] name: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] fqdn: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        const PLACE: &str = "createService";
        let prepare = || {
            let name = arguments::text(PLACE, "name", name)?;
            Ok(api::create_service(&name, &arguments::text(PLACE, "fqdn", fqdn)?))
        };
        promise(PLACE, &self.inner, options, prepare, Service::reading(&self.inner))
    }

    /// Gets a service of the account.
    ///
    /// @param serviceId - The `id` that `createService` gave.
    /// @throws {NoSuchResourceError} where there is none of that id.
    /// @throws {ResourceForbiddenError} where it belongs to another account.
    #[wasm_bindgen(js_name = getService, unchecked_return_type = "Promise<Service>")]
    pub fn get_service(
        &self,
        #[wasm_bindgen(js_name = serviceId, unchecked_param_type = "string")] service_id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        const PLACE: &str = "getService";
        let prepare = || Ok(api::get_service(&arguments::id(PLACE, "serviceId", service_id)?));
        promise(PLACE, &self.inner, options, prepare, Service::reading(&self.inner))
    }

    /// Gives a handle on a service whose id is known. Sends nothing, so `name` and `ctime` are absent.
    ///
    /// @param serviceId - The `id` that `createService` gave.
    /// @throws {InvalidInvocationError} where that is no id.
    pub fn service(
        &self,
        #[wasm_bindgen(js_name = serviceId, unchecked_param_type = "string")] service_id: &JsValue,
    ) -> Result<Service, JsValue> {
        Service::handle("service", service_id, &self.inner)
    }

    /// What may be shown of it: `baseUrl`, never the credentials.
    #[wasm_bindgen(js_name = toJSON, unchecked_return_type = "{ baseUrl: string }")]
    pub fn to_json(&self) -> JsValue {
        Object::new().with("baseUrl", self.base_url()).into()
    }

    pub(crate) fn client(&self) -> &Rc<Client> {
        &self.inner
    }
}

struct Credentials {
    username: String,
    password: String,
}

impl Credentials {
    fn parse(username: &JsValue, password: &JsValue) -> Result<Credentials, Error> {
        let username = arguments::credential(PLACE, "username", username)?;
        let password = arguments::credential(PLACE, "password", password)?;
        let refuse = |name, expected, found| Err(Error::invalid_argument(PLACE, name, expected, found));
        if username.bytes().any(|byte| byte == b':') {
            return refuse("username", "a name without colon, which ends the name in the header", "one with a colon");
        }
        if username.starts_with(' ') {
            return refuse("username", "no space at its start, which a header would lose", "one");
        }
        if password.ends_with(' ') {
            return refuse("password", "no space at its end, which a header would lose", "one");
        }
        Ok(Credentials { username, password })
    }
}

/// Refuses to let a page hold the password, unless the requests stay on this machine or the caller takes them over.
fn refuse_browser(settings: &Settings) -> Result<(), Error> {
    let allowed = settings.base_url.is_loopback() || settings.fetch.is_some() || settings.dangerously_allow_browser;
    if allowed || !environment::is_browser() {
        return Ok(());
    }
    Err(Error::invalid_argument(
        PLACE,
        "credentials",
        "a server, since everybody who opens a page can read its password \
         (keep it behind verigator/gateway and use Verigator.viaGateway, or set dangerouslyAllowBrowser)",
        "a browser",
    ))
}
