//! How a request is sent: attempts, time limit, abort, retries. The only place that names gloo-net or web-sys.

mod attempt;
mod base_url;
mod classify;
mod client;
mod credentials;
mod fetch;
mod hooks;
mod in_flight;
mod json;
mod pending;
mod response;
mod retry;
pub(crate) mod retry_after;
mod runtime;

pub(crate) use base_url::BaseUrl;
pub(crate) use client::{CallOptions, Client, Settings};
pub(crate) use credentials::{Credentials, TicketSource, is_jwt};
pub(crate) use hooks::Hooks;
pub(crate) use in_flight::start;
pub(crate) use json::JsonValue;
pub(crate) use pending::AbortSignal;
pub(crate) use runtime::is_browser;
