//! The tasks of this workspace, run as `cargo xtask <task>`. A task that is a single cargo command is not listed here.

mod bench;
mod build;
mod cli;
mod consumer;
mod demo;
mod docs;
mod fingerprint;
mod fuzz;
mod matrix;
mod progress;
mod release;
mod setup;
mod site;
mod test;
mod workspace;

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    let task = cli::parse(env::args_os()).unwrap_or_else(|error| error.exit());
    match cli::run(&task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            progress::failed(&error);
            ExitCode::FAILURE
        }
    }
}
