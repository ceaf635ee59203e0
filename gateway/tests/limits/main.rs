//! The limits as their specification: tables at exact boundaries, and a naive model beside the real thing.

mod attempts;
mod model;
mod random;
mod sends;
mod user;
