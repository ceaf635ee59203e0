//! `cargo xtask test`: everything that has to hold, and a table at the end.

mod browsers;
mod lanes;
mod package;
mod page;
mod process;
mod readme;
mod report;
mod rust;
mod steps;
mod transport;

use anyhow::{Context, Result, ensure};
use lexopt::{Parser, ValueExt};

use crate::setup;
use crate::workspace::Workspace;
use process::Processes;
use steps::{PACKAGE, STEPS, Step};

/// As many steps as run at once: the browsers' wait, and schemathesis has work for one core.
const LANES: usize = 2;

/// Runs the steps whose names have one of the command line's words in them, or all; also after one has failed.
pub(crate) fn run_named(workspace: &Workspace, mut words: Parser) -> Result<()> {
    let words = words.raw_args()?.map(|word| word.string()).collect::<Result<Vec<_>, _>>()?;
    match words.as_slice() {
        [] => run(workspace),
        [flag, name] if flag == process::FLAG => run_one(workspace, name),
        _ => run_some(workspace, &words),
    }
}

/// Runs every step, side by side.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let logs = workspace.path("target/test-logs");
    println!("what each step prints goes to {}", logs.display());
    let processes = Processes::logged(&setup::for_tests(workspace)?, logs)?;
    report::print(&lanes::run(STEPS.iter().collect(), LANES, |step| processes.run(step)))
}

/// Runs a few steps one after the other, whose output can so be seen as it comes.
fn run_some(workspace: &Workspace, words: &[String]) -> Result<()> {
    let is_named = |step: &&'static Step| words.iter().any(|word| step.name.contains(word.as_str()));
    let names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
    ensure!(STEPS.iter().any(|step| is_named(&step)), "no step is called {words:?}; there are {names:?}");
    let steps = STEPS.iter().filter(|step| step.name == PACKAGE || is_named(step)).collect();
    let processes = Processes::seen(&setup::for_tests(workspace)?)?;
    report::print(&lanes::run(steps, 1, |step| processes.run(step)))
}

/// Runs one step in this process, which another `cargo xtask test` has started with everything on its PATH.
fn run_one(workspace: &Workspace, name: &str) -> Result<()> {
    let step = STEPS.iter().find(|step| step.name == name).with_context(|| format!("no step is called {name}"))?;
    (step.run)(&workspace.shell()?, workspace)
}
