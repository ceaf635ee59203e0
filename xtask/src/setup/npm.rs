//! Tools that npm installs, in the versions of the lock files.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::fingerprint::Fingerprint;
use crate::progress;
use crate::workspace::Workspace;

const OLDEST_NODE: u32 = 20;

/// The folder of the packages that the build and the tests use: `dependencies` are those of the build.
const FOLDER: &str = "tests";

/// The fingerprints of the lock file that the packages were installed from: all of them, or those of the build. npm removes both.
const ALL: &str = "node_modules/.installed-from";
const BUILD_TOOLS: &str = "node_modules/.build-tools-installed-from";

/// Installs the packages of the build and the tests, and returns the folder of their binaries.
pub(super) fn tools(shell: &Shell, workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.path(FOLDER);
    install(shell, &folder)?;
    Ok(folder.join("node_modules/.bin"))
}

/// Installs the packages of the build alone, and returns the folder of their binaries.
pub(super) fn build_tools(shell: &Shell, workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.path(FOLDER);
    let is_installed = fingerprint(&folder, ALL)?.is_current() || fingerprint(&folder, BUILD_TOOLS)?.is_current();
    if !is_installed {
        ci(shell, &folder, &["--omit=dev"])?;
        fingerprint(&folder, BUILD_TOOLS)?.save()?;
    }
    Ok(folder.join("node_modules/.bin"))
}

/// Installs the packages of a project that `tests/locks.json` has, if they have changed since the last time.
pub(crate) fn install_project(shell: &Shell, workspace: &Workspace, folder: &str) -> Result<()> {
    let script = workspace.path(FOLDER).join("locks.mjs");
    let folder = workspace.path(folder);
    cmd!(shell, "node {script} write {folder}").quiet().run()?;
    install(shell, &folder)
}

/// Installs the packages of a folder's lock file, if it has changed since the last time.
fn install(shell: &Shell, folder: &Path) -> Result<()> {
    let fingerprint = fingerprint(folder, ALL)?;
    if fingerprint.is_current() {
        return Ok(());
    }
    ci(shell, folder, &[])?;
    fingerprint.save()
}

fn fingerprint(folder: &Path, file: &str) -> Result<Fingerprint> {
    Fingerprint::of(folder.join(file), &[folder.join("package-lock.json")])
}

fn ci(shell: &Shell, folder: &Path, flags: &[&str]) -> Result<()> {
    let name = folder.file_name().unwrap_or_default().display();
    let what = if flags.is_empty() { "the packages" } else { "the build's packages" };
    let _in_folder = shell.push_dir(folder);
    progress::timed(&format!("installing {what} of {name}/package-lock.json"), || {
        cmd!(shell, "npm ci --silent --prefer-offline {flags...}")
            .quiet()
            .run()
            .with_context(|| format!("npm could not install them: `npm ci --prefix {}` shows why", folder.display()))
    })
}

/// Fails if Node is missing or too old.
pub(super) fn check_node(shell: &Shell) -> Result<()> {
    let version = cmd!(shell, "node --version").quiet().read();
    let version = version.context("Node is missing: install Node 20 or later from nodejs.org")?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|text| text.parse().ok());
    ensure!(
        major.is_some_and(|major: u32| major >= OLDEST_NODE),
        "Node {version} is too old: install Node {OLDEST_NODE} or later from nodejs.org"
    );
    Ok(())
}
