//! The classes that JavaScript sees, and the checks of what it passes to them.

mod call;
mod ctime;
mod gateway_client;
mod service;
mod user;
mod verigator;

pub use gateway_client::GatewayClient;
pub use service::Service;
pub use user::User;
pub use verigator::Verigator;
