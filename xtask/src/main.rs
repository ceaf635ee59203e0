//! The tasks of this workspace, run as `cargo xtask <task>`. What is one cargo command is no task.

mod bench;
mod build;
mod consumer;
mod demo;
mod docs;
mod fuzz;
mod matrix;
mod progress;
mod release;
mod setup;
mod site;
mod stamp;
mod task;
mod test;
mod workspace;

use std::process::ExitCode;

fn main() -> ExitCode {
    match task::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            progress::failed(&error);
            ExitCode::FAILURE
        }
    }
}
