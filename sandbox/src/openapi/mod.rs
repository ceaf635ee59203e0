//! The OpenAPI document of both APIs.

mod api;
mod control;
mod document;
mod operation;
mod schemas;

pub(crate) use document::document;
