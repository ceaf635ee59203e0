use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use crate::api;
use crate::arguments;
use crate::client::{Client, Identity};
use crate::error::{Error, GATEWAY_STATUS};
use crate::fetch::Cookies;
use crate::options::Settings;
use crate::promise::promise;
use crate::results;
use crate::user::User;

const PLACE: &str = "viaGateway";

/// What a page has in the place of a `Verigator`: the one user who is logging in, behind a gateway that holds the credentials.
///
/// Comes from `Verigator.viaGateway`.
#[wasm_bindgen]
pub struct GatewayClient {
    inner: Rc<Client>,
}

#[wasm_bindgen]
impl GatewayClient {
    /// The user who is logging in. A gateway serves `authenticateUsingTotp`, `authenticateUsingSms` and `verifyPin`; `id` is `me`.
    #[wasm_bindgen(getter)]
    pub fn me(&self) -> User {
        User::behind_gateway(Rc::clone(&self.inner))
    }

    /// Says how far the authentication is: whether one is started, how many tries are left, when a resend is allowed.
    ///
    /// Sends no message and spends no try, and is repeated where the connection was lost.
    ///
    /// @throws {WrongCredentialsError} where the gateway does not know who is asking.
    #[wasm_bindgen(unchecked_return_type = "Promise<GatewayStatus>")]
    pub fn status(&self, #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue) -> Promise {
        let prepare = || Ok(api::gateway_status(""));
        promise(GATEWAY_STATUS, &self.inner, options, prepare, |answer| Ok(results::progress(api::progress(answer)?)))
    }

    pub(crate) fn connect(base_url: &JsValue, options: &JsValue) -> Result<GatewayClient, Error> {
        let base_url = arguments::text(PLACE, "baseUrl", base_url)?;
        let (settings, ticket) = Settings::parse_for_gateway(PLACE, &base_url, options)?;
        let authorization = ticket.as_ref().map(|ticket| ("Authorization", ["Bearer ", ticket].concat()));
        let headers = authorization.into_iter().collect();
        // Without a ticket it is a session's cookie that tells the gateway who is asking. With one, too, the answer may set a cookie, a
        // receipt say, which a browser only takes where it may also send some.
        let cookies = Cookies::Kept;
        Ok(GatewayClient {
            inner: Client::new(settings, Identity { headers, cookies, secrets: ticket.into_iter().collect() }),
        })
    }
}
