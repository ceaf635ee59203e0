//! Runs a step in a process of its own, so that steps side by side share neither their folder nor their output.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};
use xshell::Shell;

use super::report::{Outcome, Verdict};
use super::steps::Step;
use crate::progress;

/// What tells `cargo xtask test` to run one step in its own process.
pub(super) const FLAG: &str = "--in-this-process";

/// Starts the processes of steps.
pub(super) struct Processes {
    /// This very program, as it was found at the start: a step may build it anew.
    xtask: PathBuf,
    /// Where the tools of the tests are.
    path: OsString,
    /// The folder that takes what the steps print; none where it goes to the terminal.
    logs: Option<PathBuf>,
}

impl Processes {
    /// Shows what the steps print, as it comes.
    pub(super) fn seen(shell: &Shell) -> Result<Self> {
        let xtask = env::current_exe().context("could not find out where xtask lies")?;
        Ok(Self { xtask, path: shell.var_os("PATH").unwrap_or_default(), logs: None })
    }

    /// Keeps what the steps print in a folder, and shows that of those that fail.
    pub(super) fn logged(shell: &Shell, folder: PathBuf) -> Result<Self> {
        shell.remove_path(&folder)?;
        shell.create_dir(&folder)?;
        Ok(Self { logs: Some(folder), ..Self::seen(shell)? })
    }

    /// Runs a step to its end, and says when it starts and how it ends.
    pub(super) fn run(&self, step: &'static Step) -> Outcome {
        progress::step(step.name);
        let start = Instant::now();
        let result = self.succeeds(step);
        let took = start.elapsed();
        let verdict = if matches!(result, Ok(true)) { Verdict::Passed } else { Verdict::Failed };
        let outcome = Outcome { name: step.name, took, verdict };
        match result {
            Ok(true) => progress::done(&outcome.told()),
            Ok(false) => self.tell_failure(step, &outcome),
            Err(error) => progress::failed(&error),
        }
        outcome
    }

    fn succeeds(&self, step: &Step) -> Result<bool> {
        let mut command = Command::new(&self.xtask);
        command.args(["test", FLAG, step.name]).env("PATH", &self.path);
        if let Some(log) = self.log_of(step) {
            let file = File::create(&log).with_context(|| format!("could not write {}", log.display()))?;
            command.stdout(file.try_clone()?).stderr(file);
        }
        Ok(command.status().context("could not run xtask anew")?.success())
    }

    /// Prints a failed step's output in one piece, so that no other's gets into it.
    fn tell_failure(&self, step: &Step, outcome: &Outcome) {
        let output = self.log_of(step).map(|log| fs::read(log).unwrap_or_default()).unwrap_or_default();
        let output = String::from_utf8_lossy(&output);
        eprintln!("{output}{}\n  to mend it, or to see more: {}", outcome.told(), step.mend);
    }

    fn log_of(&self, step: &Step) -> Option<PathBuf> {
        let file = format!("{}.txt", step.name.replace(' ', "-"));
        self.logs.as_ref().map(|folder| folder.join(file))
    }
}
