//! The OpenAPI document of both APIs, written from the tables that drive them where there are any.

mod api;
mod control;
mod document;
mod operation;
mod schemas;

pub(crate) use document::document;
