//! The option and result shapes, declared once in TypeScript, where they are documented too.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("../pkg-template/types.d.ts");
