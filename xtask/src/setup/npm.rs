//! The tools that npm brings, as the lock files pin them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::progress;
use crate::stamp::Stamp;
use crate::workspace::Workspace;

const OLDEST_NODE: u32 = 20;

/// Installs the tools of the build and the tests; returns the folder of their binaries.
pub(crate) fn tools(shell: &Shell, workspace: &Workspace) -> Result<PathBuf> {
    check_node(shell)?;
    let folder = workspace.path("tests");
    install(shell, &folder)?;
    Ok(folder.join("node_modules/.bin"))
}

/// Installs what the lock file of a folder pins, where that has changed since the last time.
pub(crate) fn install(shell: &Shell, folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let stamp = Stamp::of(folder.join("node_modules/.installed-from"), &[lock])?;
    if stamp.is_fresh() {
        return Ok(());
    }
    let name = folder.file_name().unwrap_or_default().display();
    progress::step(&format!("installing what {name}/package-lock.json pins"));
    let _in_folder = shell.push_dir(folder);
    cmd!(shell, "npm ci --silent")
        .quiet()
        .run()
        .with_context(|| format!("npm could not install it: `npm ci --prefix {}` has to succeed", folder.display()))?;
    stamp.keep()
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
