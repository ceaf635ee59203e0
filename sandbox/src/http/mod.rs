//! HTTP as values: what came in, what goes out, and how it goes.

mod delivery;
mod refusal;
mod request;
mod response;

pub use delivery::{Delivery, Manner};
pub(crate) use refusal::Refusal;
pub use request::Request;
pub use response::Response;
