//! One user's limits: sends, authentications, attempts and lock-out.

mod attempt;
mod authentication;
mod failures;
mod record;
mod start;
mod state;

pub use state::UserState;
