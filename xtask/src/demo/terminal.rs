//! Runs the flow of the official READMEs in the terminal, with the package installed as a user would.

use std::process::Command;

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::workspace::Workspace;
use crate::{build, consumer, progress, setup};

/// The flags that are passed on to the flow.
pub(super) const FLAGS: [&str; 2] = ["interactive", "live"];

/// Installs the packed package in a temporary folder and runs the flow there.
pub(super) fn run(workspace: &Workspace, flags: &[String]) -> Result<()> {
    let shell = setup::for_build(workspace)?;
    build::package(&shell, workspace)?;
    progress::step("installing the packed package in a temporary folder");
    let folder = shell.create_temp_dir()?;
    consumer::pack(&shell, workspace)?.install(&shell, folder.path())?;
    for file in shell.read_dir(workspace.path("examples/terminal-flow"))? {
        shell.copy_file(file, folder.path())?;
    }
    shell.change_dir(folder.path());
    // `cmd!(…).run()` provides no standard input, but the flow may ask for the PIN.
    let status = Command::from(cmd!(shell, "node flow.js {flags...}")).status().context("could not run Node")?;
    match status.success() {
        true => Ok(()),
        false => bail!("the flow failed; see its output above"),
    }
}
