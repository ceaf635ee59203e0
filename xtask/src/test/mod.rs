//! `cargo xtask test`: runs every check and test, and prints a table of the results.

mod process;
mod readme;
mod report;
mod rust;
pub(crate) mod soak;
mod steps;
mod suites;
mod workers;

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::setup::{self, Tool};
use crate::workspace::Workspace;
use process::StepRunner;
use steps::{PACKAGE, SIMULATIONS, STEPS, Step};

/// The arguments of the task.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Run only the steps whose names contain one of these words, and the package step that they depend on
    #[arg(value_name = "STEP")]
    names: Vec<String>,
    /// Run one step in this process, as [`StepRunner`] does
    #[arg(long, hide = true, value_name = "STEP", conflicts_with = "names")]
    in_this_process: Option<String>,
}

/// The number of steps that run at once. Steps with browsers mostly wait, and schemathesis keeps one core busy.
const WORKERS: usize = 2;

/// Runs the steps that the command line selects, all of them even if one fails.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    match options {
        Options { in_this_process: Some(name), .. } => run_one(workspace, name),
        Options { names, .. } if names.is_empty() => run_all(workspace),
        Options { names, .. } => run_some(workspace, names),
    }
}

/// Runs every step, [`WORKERS`] at a time.
pub(crate) fn run_all(workspace: &Workspace) -> Result<()> {
    let logs = workspace.path("target/test-logs");
    println!("writing the output of each step to {}", logs.display());
    let runner = StepRunner::with_logs(&setup::shell(workspace, &needs(STEPS))?, logs)?;
    report::print(&workers::run(STEPS.iter().collect(), WORKERS, |step| runner.run(step)))
}

/// Runs a few steps one after the other, and shows their output.
fn run_some(workspace: &Workspace, words: &[String]) -> Result<()> {
    let is_selected = |step: &&'static Step| words.iter().any(|word| step.name.contains(word.as_str()));
    let names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
    ensure!(
        STEPS.iter().any(|step| is_selected(&step)),
        "no step has {} in its name; the steps are: {}",
        words.join(" or "),
        names.join(", ")
    );
    let steps: Vec<_> = STEPS.iter().filter(is_selected).collect();
    let needs_package = steps.iter().any(|step| step.needs_package);
    let steps: Vec<_> =
        STEPS.iter().filter(|step| is_selected(step) || needs_package && step.name == PACKAGE).collect();
    let needs = needs(steps.iter().copied());
    let runner = StepRunner::with_visible_output(&setup::shell(workspace, &needs)?)?;
    report::print(&workers::run(steps, 1, |step| runner.run(step)))
}

/// Lists what some steps need on this machine, each once.
fn needs<'a>(steps: impl IntoIterator<Item = &'a Step>) -> Vec<Tool> {
    let mut needs = Vec::new();
    for tool in steps.into_iter().flat_map(|step| step.needs) {
        if !needs.contains(tool) {
            needs.push(*tool);
        }
    }
    needs
}

/// Runs one step in this process, which a [`StepRunner`] started with the tools on its PATH.
fn run_one(workspace: &Workspace, name: &str) -> Result<()> {
    let step = STEPS
        .iter()
        .chain([&SIMULATIONS])
        .find(|step| step.name == name)
        .with_context(|| format!("no step is called {name}"))?;
    (step.run)(&workspace.shell()?, workspace)
}
