//! Tests of the classes in Node, Chromium and Firefox.
#![allow(clippy::unwrap_used, reason = "clippy recognises #[test], not #[wasm_bindgen_test]")]

mod arguments;
mod custom_fetch;
mod fixtures;
mod flow;
mod known_ids;
