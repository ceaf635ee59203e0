//! The list of tasks, and what the command line says of them.

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use crate::workspace::Workspace;
use crate::{bench, build, demo, docs, fuzz, matrix, release, test};

/// One `cargo xtask <name>`. Reads its own flags from the rest of the command line.
struct Task {
    name: &'static str,
    flags: &'static str,
    help: &'static str,
    run: fn(&Workspace, Parser) -> Result<()>,
}

const TASKS: &[Task] = &[
    Task {
        name: "demo",
        flags: "[--open] [--port NUMBER] | --terminal [--interactive] [--live]",
        help: "serves the demo page with a sandbox, or verifies a user in the terminal",
        run: demo::run,
    },
    Task {
        name: "build",
        flags: "[--site]",
        help: "makes the npm package in pkg/, ready for `npm pack`; and the demo page in www/dist/",
        run: build::run,
    },
    Task {
        name: "test",
        flags: "[part of a name…]",
        help: "runs every test there is, or the steps so named, and prints a table",
        run: test::run_named,
    },
    Task {
        name: "fuzz",
        flags: "",
        help: "feeds the decoders of answers what no server would send, for a minute",
        run: fuzz::run,
    },
    Task {
        name: "bench",
        flags: "[part…]",
        help: "measures sizes and times beside other clients, and writes BENCHMARKS.md",
        run: bench::run,
    },
    Task {
        name: "matrix",
        flags: "[--quick] [part of a name…]",
        help: "runs the packed package in every runtime, bundler, framework and browser",
        run: matrix::run,
    },
    Task {
        name: "docs",
        flags: "",
        help: "renders the types and the README as a site in target/docs/, and checks its links",
        run: |workspace, flags| {
            no_flags(flags)?;
            docs::run(workspace)
        },
    },
    Task {
        name: "release",
        flags: "--dry-run",
        help: "checks, tests and packs what would be published",
        run: release::run,
    },
];

/// Runs the task that the command line names.
pub(crate) fn run() -> Result<()> {
    let mut arguments = Parser::from_env();
    let name = match arguments.next()? {
        None | Some(Arg::Long("help") | Arg::Short('h')) => return print_help(),
        Some(Arg::Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected().into()),
    };
    match TASKS.iter().find(|task| task.name == name) {
        Some(task) => (task.run)(&Workspace::find()?, arguments),
        None if name == "help" => print_help(),
        None => bail!("no task is called {name}; `cargo xtask help` lists them"),
    }
}

fn print_help() -> Result<()> {
    println!("cargo xtask <task>\n");
    for Task { name, flags, help, .. } in TASKS {
        println!("  {:<30} {help}", format!("{name} {flags}"));
    }
    Ok(())
}

/// Refuses what a task without flags is given.
pub(crate) fn no_flags(mut flags: Parser) -> Result<()> {
    match flags.next()? {
        None => Ok(()),
        Some(flag) => Err(flag.unexpected().into()),
    }
}
