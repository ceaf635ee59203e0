//! Tools that npm installs, in the versions of the lock files.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::fingerprint::Fingerprint;
use crate::progress;
use crate::workspace::Workspace;

const OLDEST_NODE: u32 = 20;

/// Installs the tools of the build and the tests, and returns the folder of their binaries.
pub(crate) fn tools(shell: &Shell, workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.path("tests");
    install(shell, &folder)?;
    Ok(folder.join("node_modules/.bin"))
}

/// Installs the packages of a folder's lock file, if it has changed since the last time.
pub(crate) fn install(shell: &Shell, folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let fingerprint = Fingerprint::of(folder.join("node_modules/.installed-from"), &[lock])?;
    if fingerprint.is_current() {
        return Ok(());
    }
    let name = folder.file_name().unwrap_or_default().display();
    progress::step(&format!("installing the packages of {name}/package-lock.json"));
    let _in_folder = shell.push_dir(folder);
    cmd!(shell, "npm ci --silent")
        .quiet()
        .run()
        .with_context(|| format!("npm could not install them: `npm ci --prefix {}` shows why", folder.display()))?;
    fingerprint.save()
}

/// Fails if Node is missing or too old.
pub(crate) fn check_node(shell: &Shell) -> Result<()> {
    let version = cmd!(shell, "node --version").quiet().read();
    let version = version.context("Node is missing: install Node 20 or later from nodejs.org")?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|text| text.parse().ok());
    ensure!(
        major.is_some_and(|major: u32| major >= OLDEST_NODE),
        "Node {version} is too old: install Node {OLDEST_NODE} or later from nodejs.org"
    );
    Ok(())
}
