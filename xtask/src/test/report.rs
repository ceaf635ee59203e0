//! The table of steps with which the tests end.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use xshell::Shell;

use super::Step;
use crate::progress;
use crate::workspace::Workspace;

/// How each step went, in the order they ran.
#[derive(Default)]
pub(crate) struct Report {
    outcomes: Vec<Outcome>,
}

struct Outcome {
    name: &'static str,
    took: Duration,
    passed: bool,
}

impl Report {
    /// Runs one step and notes how it went.
    pub(crate) fn run(&mut self, step: &Step, shell: &Shell, workspace: &Workspace) {
        progress::step(step.name);
        let start = Instant::now();
        let outcome = (step.run)(shell, workspace);
        if let Err(error) = &outcome {
            progress::failed(error);
            eprintln!("  to mend it, or to see more: {}", step.mend);
        }
        let took = start.elapsed();
        self.outcomes.push(Outcome { name: step.name, took, passed: outcome.is_ok() });
    }

    /// Prints the table; fails where a step has.
    pub(crate) fn finish(&self) -> Result<()> {
        println!();
        for Outcome { name, took, passed } in &self.outcomes {
            let verdict = if *passed { "passed" } else { "FAILED" };
            println!("  {name:<26} {:>7.1} s  {verdict}", took.as_secs_f64());
        }
        let failed = self.outcomes.iter().filter(|outcome| !outcome.passed).count();
        println!("\n{} passed, {failed} failed", self.outcomes.len() - failed);
        match failed {
            0 => Ok(()),
            _ => bail!("{failed} of {} steps failed", self.outcomes.len()),
        }
    }
}
