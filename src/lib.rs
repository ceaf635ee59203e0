#![doc = include_str!("../README.md")]

mod abort_signal;
#[cfg(target_arch = "wasm32")]
mod allocator;
mod answer;
mod api;
mod arguments;
mod base_url;
mod cause;
mod client;
mod ctime;
mod ending;
mod environment;
mod error;
mod fetch;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod gateway_client;
mod hooks;
mod json;
mod object;
mod operation;
mod options;
mod path;
mod promise;
mod redact;
mod results;
mod retry;
mod retry_after;
mod service;
mod types;
mod user;
mod verigator;
mod wire;

pub use gateway_client::GatewayClient;
pub use service::Service;
pub use user::User;
pub use verigator::Verigator;
