//! What the classes do in a runtime: the same suite in Node, Chromium and Firefox.
#![allow(clippy::unwrap_used, reason = "clippy knows tests by #[test], and these have #[wasm_bindgen_test]")]

mod arguments;
mod flow;
mod handles;
mod scripted;
mod settling;
