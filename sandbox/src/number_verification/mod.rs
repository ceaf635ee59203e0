//! The Number Verification API: parameters in the query or in a form, and one line of text with status 200 for every reply.
//!
//! What is known of it comes from the vendor's OpenAPI document and from its clients in six languages. README.md names the source of each rule, or says
//! that it is an assumption.

mod handlers;
mod parameters;
mod sessions;

pub(crate) use handlers::{handle, is_path};
pub(crate) use sessions::Sessions;
