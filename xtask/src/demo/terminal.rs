//! The flow of the official READMEs, through the package as a user would install it.

use std::process::Command;

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::workspace::Workspace;
use crate::{consumer, progress};

/// Runs the flow in a temporary folder where the packed package is installed.
pub(super) fn run(shell: &Shell, workspace: &Workspace, flags: &[&str]) -> Result<()> {
    progress::step("installing the packed package in a temporary folder");
    let folder = shell.create_temp_dir()?;
    consumer::pack(shell, workspace)?.install(shell, folder.path())?;
    for file in shell.read_dir(workspace.path("examples/terminal-flow"))? {
        shell.copy_file(file, folder.path())?;
    }
    shell.change_dir(folder.path());
    // A shell's own `run` gives the command no input, and the flow may ask for the PIN.
    let status = Command::from(cmd!(shell, "node flow.js {flags...}")).status().context("could not run Node")?;
    match status.success() {
        true => Ok(()),
        false => bail!("the flow failed; above stands where"),
    }
}
