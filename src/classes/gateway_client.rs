//! The class `GatewayClient`: what a page calls in place of the API.

use std::rc::Rc;

use js_sys::Promise;
use serde::{Serialize, Serializer};
use wasm_bindgen::prelude::*;

use super::call::{Options, Output, call, text_argument};
use super::ctime::to_date;
use super::user::User;
use crate::api::{AuthenticationMethod, GatewayStatusFields, Operation, Server, gateway};
use crate::errors::Error;
use crate::http::{BaseUrl, Client, Credentials, TicketSource, is_jwt};
use crate::js::is_browser;

const METHOD: &str = "viaGateway";

/// The user who is logging in, in a page that reaches the API through a gateway. The gateway holds the credentials.
#[wasm_bindgen]
pub struct GatewayClient {
    inner: Rc<Client>,
    /// The same object each time.
    me: JsValue,
}

#[wasm_bindgen]
impl GatewayClient {
    /// The user who is logging in. A gateway serves `authenticateUsingTotp`, `authenticateUsingSms` and `verifyPin`; `id` is `me`.
    #[wasm_bindgen(getter)]
    pub fn me(&self) -> JsValue {
        self.me.clone()
    }

    /// Gets the state of the authentication: whether one has started, how many attempts are left, when a resend is allowed.
    pub fn status(&self, options: &JsValue) -> Promise {
        let request = gateway::status().with_slash(self.inner.base_url().has_slash());
        call(&self.inner, Operation::GatewayStatus, Ok(request), options, Output::GatewayStatus)
    }

    pub(super) fn connect(base_url: &JsValue, options: &JsValue) -> Result<GatewayClient, Error> {
        let base_url = text_argument(METHOD, "baseUrl", base_url)?;
        let options = Options::new(METHOD, options)?;
        let is_ticket = |value: &JsValue| value.is_function() || value.as_string().is_some_and(|text| is_jwt(&text));
        let given = options.read("ticket", "a JWT or a function", is_ticket)?.unwrap_or_default();
        let ticket = given.as_string();
        let authorization = ticket.as_ref().map(|ticket| ("Authorization", ["Bearer ", ticket].concat()));
        let credentials = Credentials {
            headers: authorization.into_iter().collect(),
            query: String::new(),
            // Without a ticket a cookie says who is asking. With one, the gateway may set a cookie, for which a browser must
            // be allowed to send them. Only browsers have cookies, and some versions of Node reject a 401 where they are asked for.
            cookies: is_browser(),
            secrets: ticket.into_iter().collect(),
            tickets: given.dyn_into().ok().map(TicketSource::new),
        };
        let base_url = BaseUrl::parse_in_page(METHOD, &base_url)?;
        // A gateway's limits come with Retry-After, which a page shows and does not wait for.
        let inner = Rc::new(Client::new(base_url, None, Server::Gateway, credentials, options.settings(0)?));
        Ok(GatewayClient { me: User::behind_gateway(&inner).into(), inner })
    }
}

/// The contract's `GatewayStatus`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GatewayStatus {
    started: bool,
    verified: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<AuthenticationMethod>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempts_left: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_date")]
    resend_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_date")]
    expires_at: Option<String>,
}

impl From<GatewayStatusFields> for GatewayStatus {
    fn from(fields: GatewayStatusFields) -> GatewayStatus {
        let GatewayStatusFields { started, verified, method, attempts_left, resend_at, expires_at } = fields;
        // A time that is not a date is left out.
        let date = |time: Option<String>| time.filter(|time| to_date(time).is_some());
        GatewayStatus {
            started,
            verified,
            method,
            attempts_left,
            resend_at: date(resend_at),
            expires_at: date(expires_at),
        }
    }
}

#[allow(clippy::ref_option, reason = "serde passes a reference to the field")]
fn as_date<S: Serializer>(time: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    let date = time.as_deref().and_then(to_date).map(JsValue::from);
    serde_wasm_bindgen::preserve::serialize(&date.unwrap_or_default(), serializer)
}
