//! The result of each step, and the table that `cargo xtask test` ends with.

use std::fmt::{self, Display, Formatter};
use std::time::Duration;

use anyhow::{Result, bail};

use super::steps::{STEPS, Step};

/// The result of a step. Its text is a row of the table.
pub(super) struct StepResult {
    pub(super) name: &'static str,
    pub(super) duration: Duration,
    pub(super) status: Status,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Passed,
    Failed,
    /// The package that the step tests could not be built.
    Skipped,
}

impl StepResult {
    pub(super) fn skipped(step: &Step) -> Self {
        Self { name: step.name, duration: Duration::ZERO, status: Status::Skipped }
    }
}

impl Display for StepResult {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let status = match self.status {
            Status::Passed => "passed",
            Status::Failed => "FAILED",
            Status::Skipped => "SKIPPED",
        };
        write!(formatter, "{:<26} {:>7.1} s  {status}", self.name, self.duration.as_secs_f64())
    }
}

/// Prints the table. Fails unless every step passed.
pub(super) fn print(results: &[StepResult]) -> Result<()> {
    println!();
    for step in STEPS {
        for result in results.iter().filter(|result| result.name == step.name) {
            println!("  {result}");
        }
    }
    let count = |status| results.iter().filter(|result| result.status == status).count();
    let (passed, failed, skipped) = (count(Status::Passed), count(Status::Failed), count(Status::Skipped));
    println!("\n{passed} passed, {failed} failed, {skipped} skipped");
    if passed != results.len() {
        bail!("{} of {} steps did not pass", failed + skipped, results.len());
    }
    Ok(())
}
