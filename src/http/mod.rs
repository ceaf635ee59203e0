//! How a request is sent: attempts, time limit, abort, retries. The only place that names gloo-net or web-sys.

mod base_url;
mod classify;
mod client;
mod credentials;
mod fetch;
mod in_flight;
mod response;
mod retry;

pub(crate) use base_url::BaseUrl;
pub(crate) use client::{CallOptions, Client, Hooks, Settings};
pub(crate) use credentials::{Credentials, TicketSource, is_jwt};
pub(crate) use in_flight::{AbortSignal, start};
#[cfg(fuzzing)]
pub(crate) use retry::parse_retry_after;
