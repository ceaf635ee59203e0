//! Runs each step in a separate process, so that parallel steps share neither their working directory nor their output.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};
use xshell::Shell;

use super::report::{Status, StepResult};
use super::soak;
use super::steps::Step;
use crate::progress;

/// The folders of the tools, and how large the doses are.
const VARIABLES: [&str; 3] = ["PATH", soak::VARIABLE, soak::PROPTEST_VARIABLE];

/// Starts the processes of steps.
pub(super) struct StepRunner {
    /// The path of this program, read before the first step, since a step may rebuild it.
    xtask: PathBuf,
    /// The variables that the steps get from the shell.
    environment: Vec<(&'static str, OsString)>,
    /// The folder of the steps' output, or `None` if it goes to the terminal.
    logs: Option<PathBuf>,
}

impl StepRunner {
    /// Shows the output of the steps on the terminal.
    pub(super) fn with_visible_output(shell: &Shell) -> Result<Self> {
        let xtask = env::current_exe().context("could not find the path of xtask")?;
        let environment = VARIABLES.iter().filter_map(|name| Some((*name, shell.var_os(name)?))).collect();
        Ok(Self { xtask, environment, logs: None })
    }

    /// Writes the output of the steps to a folder, and shows that of failed steps.
    pub(super) fn with_logs(shell: &Shell, folder: PathBuf) -> Result<Self> {
        shell.remove_path(&folder)?;
        shell.create_dir(&folder)?;
        Ok(Self { logs: Some(folder), ..Self::with_visible_output(shell)? })
    }

    /// Runs a step, and reports its start and its result.
    pub(super) fn run(&self, step: &'static Step) -> StepResult {
        progress::step(step.name);
        let start = Instant::now();
        let passed = self.passes(step);
        let status = if matches!(passed, Ok(true)) { Status::Passed } else { Status::Failed };
        let result = StepResult { name: step.name, duration: start.elapsed(), status };
        match passed {
            Ok(true) => progress::done(&result.to_string()),
            Ok(false) => self.print_failure(step, &result),
            Err(error) => progress::failed(&error),
        }
        result
    }

    fn passes(&self, step: &Step) -> Result<bool> {
        let mut command = Command::new(&self.xtask);
        command.args(["test", "--in-this-process", step.name]).envs(self.environment.iter().cloned());
        if env::var_os("CI").is_some() {
            // Nothing is compiled a second time there, so that what helps to do so only costs time.
            command.env("CARGO_INCREMENTAL", "0");
        }
        if let Some(log) = self.log_file(step) {
            let file = File::create(&log).with_context(|| format!("could not write {}", log.display()))?;
            command.stdout(file.try_clone()?).stderr(file);
        }
        Ok(command.status().context("could not start xtask again")?.success())
    }

    /// Prints the output of a failed step at once, so that it does not mix with other output.
    fn print_failure(&self, step: &Step, result: &StepResult) {
        let output = self.log_file(step).map(|log| fs::read(log).unwrap_or_default()).unwrap_or_default();
        let output = String::from_utf8_lossy(&output);
        eprintln!("{output}{result}\n  to fix it or see more: {}", step.fix);
    }

    fn log_file(&self, step: &Step) -> Option<PathBuf> {
        let file = format!("{}.txt", step.name.replace(' ', "-"));
        self.logs.as_ref().map(|folder| folder.join(file))
    }
}
