//! The client's tests in browsers.
#![cfg(target_arch = "wasm32")]

mod client;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
