//! The gateway of Verigator.
