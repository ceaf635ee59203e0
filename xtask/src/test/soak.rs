//! `cargo xtask soak`: runs the tests that search for faults with large doses. `cargo xtask test` runs the same ones with small doses.

use anyhow::Result;
use clap::Args;

use super::process::StepRunner;
use super::steps::{PACKAGE, SIMULATIONS, STEPS, Step};
use super::{needs, report, workers};
use crate::setup;
use crate::workspace::Workspace;

/// The arguments of the task.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How many times as much as in `cargo xtask test`: 20 take about an hour on two cores
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    times: u32,
}

/// The steps that search: random requests, random sequences of events and mutated responses. They multiply their doses by [`VARIABLE`].
const SEARCHING: [&str; 5] =
    ["host tests", "control API schema", "Verigator API schema", "Number Verification API schema", "transport tests"];

/// The environment variable that tells the tests how large their doses are.
pub(super) const VARIABLE: &str = "SOAK";

/// proptest's own variable, for the tests that have its default of 256 cases.
pub(super) const PROPTEST_VARIABLE: &str = "PROPTEST_CASES";

/// Runs the steps one after the other, and shows their output.
pub(crate) fn run(workspace: &Workspace, Options { times }: &Options) -> Result<()> {
    let is_selected = |step: &&Step| step.name == PACKAGE || SEARCHING.contains(&step.name);
    let steps: Vec<_> = STEPS.iter().filter(is_selected).chain([&SIMULATIONS]).collect();
    let shell = setup::shell(workspace, &needs(steps.iter().copied()))?;
    shell.set_var(VARIABLE, times.to_string());
    shell.set_var(PROPTEST_VARIABLE, times.saturating_mul(256).to_string());
    let runner = StepRunner::with_visible_output(&shell)?;
    report::print(&workers::run(steps, 1, |step| runner.run(step)))
}
