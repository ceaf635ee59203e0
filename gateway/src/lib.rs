//! The gateway of Verigator: what a page may do with the account of the site that it belongs to.
//!
//! A page never holds the account's password. The gateway does, and lets a page start and verify the authentication of the one user
//! whom the site says is logging in, within limits. This crate decides, and does nothing itself: it has no clock, no network and no
//! store. The JavaScript around it (`pkg-template/gateway/`) makes the requests, keeps the states and asks the site.
//!
//! - A request comes in: [`route`] and [`Origins`] say what it is and whether it may be, [`request`] what it has to look like.
//! - Limits: each key (a user, an address, the whole gateway) has a state; [`step`] takes it from one [`Event`] to the next and
//!   says its [`Verdict`]. Everything is counted before it is done and settled after.
//! - An [`Answer`] goes out, made from the verdict or from the API's [`Failure`].

mod answer;
#[cfg(target_arch = "wasm32")]
pub mod edge;
mod event;
mod json;
mod limits;
mod method;
mod origin;
mod policy;
pub mod request;
pub mod route;
mod row;
mod sends;
mod settlement;
mod upstream;
mod user;
mod verdict;

pub use answer::{Answer, Judgement};
pub use event::{Event, SendEvent, UserEvent};
pub use limits::{Step, step};
pub use method::Method;
pub use origin::{Caller, Origins, preflight};
pub use policy::{InvalidPolicy, LockOut, Policy, SendLimit};
pub use route::Route;
pub use row::CorruptRow;
pub use settlement::{Fate, settle};
pub use upstream::Failure;
pub use user::UserState;
pub use verdict::{Outcome, Verdict, View};
