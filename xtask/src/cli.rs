//! The command line: which tasks there are, and how their arguments are parsed.

use std::ffi::OsString;

use anyhow::Result;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser, Subcommand};

use crate::workspace::Workspace;
use crate::{bench, build, demo, docs, fuzz, matrix, release, test};

const PROGRAM: &str = "cargo xtask";

/// Runs the tasks of this workspace.
#[derive(Parser)]
#[command(name = PROGRAM, bin_name = PROGRAM)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

/// A task with its arguments. The doc comments below are its help.
#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Serves the demo page with a sandbox, or verifies a user in the terminal
    Demo(demo::Options),
    /// Builds the npm package in pkg/, ready for `npm pack`
    Build(build::Options),
    /// Runs every check and test, or the steps whose names you give, and prints a table
    Test(test::Options),
    /// Runs the tests that search for faults with large doses
    Soak(test::soak::Options),
    /// Fuzzes the client's response decoders for a minute
    Fuzz,
    /// Measures sizes and speed beside other clients, and writes BENCHMARKS.md
    Bench(bench::Options),
    /// Runs the packed package in every supported runtime, bundler, framework and browser
    Matrix(matrix::Options),
    /// Renders the documentation site in target/docs/, with the demo page, and checks its links
    Docs(docs::Options),
    /// Checks, tests and packs a release, without publishing it
    Release(release::Options),
}

/// Parses the command line. A request for help is an error too: clap prints both and ends the process.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Task, clap::Error> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    match Cli::try_parse_from(&arguments) {
        Ok(cli) => Ok(cli.task),
        Err(error) => Err(with_accepted_arguments(error, arguments.get(1))),
    }
}

/// Adds to an error about an unknown argument which ones the task accepts.
fn with_accepted_arguments(mut error: clap::Error, task: Option<&OsString>) -> clap::Error {
    let mut command = Cli::command();
    command.build();
    let task = task.and_then(|name| name.to_str()).and_then(|name| command.find_subcommand(name));
    if let Some(task) = task.filter(|_| error.kind() == ErrorKind::UnknownArgument) {
        let accepted = task.get_arguments().filter(|argument| !argument.is_hide_set());
        let accepted: Vec<_> = accepted.map(ToString::to_string).collect();
        let tip = StyledStr::from(format!("`{PROGRAM} {}` accepts {}", task.get_name(), accepted.join(", ")));
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip]));
    }
    error
}

/// Runs a task in this checkout.
pub(crate) fn run(task: &Task) -> Result<()> {
    let workspace = &Workspace::find()?;
    match task {
        Task::Demo(options) => demo::run(workspace, options),
        Task::Build(options) => build::run(workspace, options),
        Task::Test(options) => test::run(workspace, options),
        Task::Soak(options) => test::soak::run(workspace, options),
        Task::Fuzz => fuzz::run(workspace),
        Task::Bench(options) => bench::run(workspace, options),
        Task::Matrix(options) => matrix::run(workspace, options),
        Task::Docs(options) => docs::run(workspace, options),
        Task::Release(options) => release::run(workspace, options),
    }
}
