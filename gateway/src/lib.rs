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

mod api_outcome;
mod decisions;
mod devices;
mod events;
mod fields;
mod limiter;
mod lockout;
mod phone_number;
mod policy_options;
mod repeated_pin;
pub mod request;
mod response;
mod segments;
mod shared_limits;
mod text;
mod user_history;
mod user_limits;
mod verifications;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use api_outcome::{ApiFailure, ApiOutcome, ErrorCode, Settlement, settle};
pub use decisions::{Decision, DecisionKind, Denial, UserStatus};
pub use events::{Event, Level, Lockout, Method, Policy, SendLimit, SharedEvent, SharedLimit, UserEvent};
pub use limiter::{Key, Step, UnknownState, step};
pub use phone_number::{fingerprint, is_prefix, normalize_number};
pub use policy_options::InvalidPolicy;
pub use repeated_pin::Fingerprint;
pub use request::{Caller, Origins, Route, preflight};
pub use response::Response;
pub use segments::{MessageSize, size_of_message};
pub use shared_limits::{Network, is_address};
pub use text::UnknownText;
pub use user_limits::UserState;
pub use verifications::VerificationId;
