//! The tasks of this workspace, run as `cargo xtask <task>`.
fn main() {}
