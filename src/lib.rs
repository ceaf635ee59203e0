#![doc = include_str!("../README.md")]

#[cfg(target_arch = "wasm32")]
mod allocator;
mod api;
mod classes;
mod errors;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod http;
mod js;

pub use classes::{GatewayClient, Service, User, Verigator};
