//! The gateway of Verigator: lets a page authenticate its user without holding the account's password.
//!
//! A page never holds the account's password. The gateway does, and lets a page start and verify the authentication of the one user
//! whom the site identifies, within limits. This crate makes the decisions and does no I/O: it has no clock, network or store. The
//! JavaScript around it (`gateway/js/`) sends the requests, stores the states and calls the site's hooks.
//!
//! - A request arrives: [`request`] finds its [`Route`] and checks its fields, [`Origins`] checks where it comes from.
//! - Each key (a user, a network, a destination, the whole gateway) has a state. [`step`] applies an [`Event`] to it and returns a [`Decision`].
//!   Every send and every PIN attempt is reserved before the API is called; [`settle`] commits or refunds it afterwards.
//! - A [`Response`] is sent, built from the decision or from the API's [`ApiFailure`].

mod address;
mod api_outcome;
mod authentication;
mod decision;
mod event;
mod key_clock;
mod limiter;
mod lockout;
mod origin;
mod policy;
mod policy_options;
pub mod request;
mod reservations;
mod response;
mod route;
mod send_log;
mod text;
mod user_state;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use address::{Network, is_address};
pub use api_outcome::{ApiFailure, ApiOutcome, ErrorCode, Settlement, settle};
pub use decision::{Decision, DecisionKind, Denial, UserStatus};
pub use event::{Event, Level, Method, SharedEvent, SharedLimit, UserEvent};
pub use limiter::{Key, Step, UnknownState, step};
pub use origin::{Caller, Origins, preflight};
pub use policy::{Lockout, Policy, SendLimit};
pub use policy_options::InvalidPolicy;

pub use response::Response;
pub use route::Route;
pub use text::UnknownText;
pub use user_state::UserState;
