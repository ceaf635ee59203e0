//! The gateway of Verigator.
mod event; mod limits; mod method; mod policy; mod row; mod sends; mod user; mod verdict;
pub use event::{Event, SendEvent, UserEvent};
pub use limits::{Step, step};
pub use method::Method;
pub use policy::{InvalidPolicy, LockOut, Policy, SendLimit};
pub use row::CorruptRow;
pub use user::UserState;
pub use verdict::{Outcome, Verdict, View};
