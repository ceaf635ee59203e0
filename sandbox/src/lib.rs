//! The sandbox of Verigator.
