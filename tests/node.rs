//! The client's tests in Node.
#![cfg(target_arch = "wasm32")]

mod client;
