//! How a request is sent: attempts, time limit, abort, retries. The only place that names gloo-net or web-sys.

mod base_url;
mod classify;
mod client;
mod fetch;
mod hooks;
mod json;
mod pending;
mod response;
mod retry;
pub(crate) mod retry_after;
mod runtime;
mod ticket;

pub(crate) use base_url::BaseUrl;
pub(crate) use client::{CallOptions, Client, Settings};
pub(crate) use fetch::Credentials;
pub(crate) use hooks::Hooks;
pub(crate) use json::JsonValue;
pub(crate) use pending::AbortSignal;
pub(crate) use runtime::is_browser;
pub(crate) use ticket::{TicketSource, is_jwt};
