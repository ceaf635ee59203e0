//! The OpenAPI document of both APIs. Its text is part of the crate; the modules that describe the operations only exist in tests, which compare the
//! text with them and write it. In the wasm they would take 40 KB.

#[cfg(test)]
mod api;
#[cfg(test)]
mod control;
#[cfg(test)]
mod description;
#[cfg(test)]
mod operation;
#[cfg(test)]
mod schemas;
mod text;

pub(crate) use text::document;
