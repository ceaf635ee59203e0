//! HTTP messages as plain values: the request, the response and how the response is delivered.

mod delivery;
mod request;
mod response;

pub use delivery::{Delivery, DeliveryMode};
pub use request::Request;
pub use response::Response;
