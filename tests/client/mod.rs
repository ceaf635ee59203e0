//! What the classes do by themselves, whatever the runtime.
#![allow(clippy::unwrap_used, reason = "clippy knows tests by #[test], and these have #[wasm_bindgen_test]")]

mod handles;
