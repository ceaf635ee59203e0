//! How the steps went, and the table with which the tests end.

use std::time::Duration;

use anyhow::{Result, bail};

use super::steps::{STEPS, Step};

/// How a step went.
pub(super) struct Outcome {
    pub(super) name: &'static str,
    pub(super) took: Duration,
    pub(super) verdict: Verdict,
}

/// What a step showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Passed,
    Failed,
    /// What it tests could not be made.
    NotRun,
}

impl Outcome {
    pub(super) fn not_run(step: &Step) -> Self {
        Self { name: step.name, took: Duration::ZERO, verdict: Verdict::NotRun }
    }

    /// Tells it in a line.
    pub(super) fn told(&self) -> String {
        let verdict = match self.verdict {
            Verdict::Passed => "passed",
            Verdict::Failed => "FAILED",
            Verdict::NotRun => "NOT RUN",
        };
        format!("{:<26} {:>7.1} s  {verdict}", self.name, self.took.as_secs_f64())
    }
}

/// Prints the table; fails where a step has.
pub(super) fn print(outcomes: &[Outcome]) -> Result<()> {
    println!();
    for step in STEPS {
        for outcome in outcomes.iter().filter(|outcome| outcome.name == step.name) {
            println!("  {}", outcome.told());
        }
    }
    let passed = outcomes.iter().filter(|outcome| outcome.verdict == Verdict::Passed).count();
    let others = outcomes.len() - passed;
    println!("\n{passed} passed, {others} failed");
    match others {
        0 => Ok(()),
        _ => bail!("{others} of {} steps failed", outcomes.len()),
    }
}
