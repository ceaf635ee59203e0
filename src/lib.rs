//! Messente Verigator from any JavaScript runtime.
