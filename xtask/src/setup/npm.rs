//! The tools that npm brings, as `tests/package-lock.json` pins them.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::progress;
use crate::stamp::Stamp;
use crate::workspace::Workspace;

const OLDEST_NODE: u32 = 20;

/// Installs the tools; returns the folder of their binaries.
pub(crate) fn tools(shell: &Shell, workspace: &Workspace) -> Result<PathBuf> {
    check_node(shell)?;
    let folder = workspace.path("tests");
    let modules = folder.join("node_modules");
    let lock = folder.join("package-lock.json");
    let stamp = Stamp::of(modules.join(".installed-from"), &[lock])?;
    if !stamp.is_fresh() {
        progress::step("installing the npm tools of tests/package-lock.json");
        let _in_folder = shell.push_dir(&folder);
        cmd!(shell, "npm ci --no-progress --loglevel=error")
            .quiet()
            .run()
            .context("npm could not install the tools: `npm ci --prefix tests` has to succeed")?;
        stamp.keep()?;
    }
    Ok(modules.join(".bin"))
}

fn check_node(shell: &Shell) -> Result<()> {
    let version = cmd!(shell, "node --version").quiet().read();
    let version = version.context("Node is missing: install Node 20 or later from nodejs.org")?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|text| text.parse().ok());
    ensure!(
        major.is_some_and(|major: u32| major >= OLDEST_NODE),
        "Node {version} is too old: install Node {OLDEST_NODE} or later from nodejs.org"
    );
    Ok(())
}
