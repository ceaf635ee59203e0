//! Projects that install the packed package, as its users do.

use std::path::{Path, PathBuf};
use std::slice;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::stamp::Stamp;
use crate::workspace::{VERSION, Workspace};

/// The package as npm would publish it.
pub(crate) struct Tarball(PathBuf);

const TARBALLS: &str = "target/tarball";

/// Packs `pkg/`.
pub(crate) fn pack(shell: &Shell, workspace: &Workspace) -> Result<Tarball> {
    let folder = workspace.path(TARBALLS);
    shell.remove_path(&folder)?;
    shell.create_dir(&folder)?;
    let package = workspace.package();
    cmd!(shell, "npm pack {package} --silent --ignore-scripts --pack-destination {folder}")
        .quiet()
        .ignore_stdout()
        .run()
        .context("npm could not pack pkg/: `npm pack ./pkg --dry-run` shows why")?;
    Ok(packed(workspace))
}

/// The package as it was packed before.
pub(crate) fn packed(workspace: &Workspace) -> Tarball {
    Tarball(workspace.path(TARBALLS).join(format!("verigator-{VERSION}.tgz")))
}

impl Tarball {
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Installs the package in a folder, which has only this one then. Nothing is fetched, since it has no dependencies.
    pub(crate) fn install(&self, shell: &Shell, folder: &Path) -> Result<()> {
        let packages = folder.join("node_modules");
        let stamp = Stamp::of(packages.join(".installed-from"), slice::from_ref(&self.0))?;
        if stamp.is_fresh() {
            return Ok(());
        }
        shell.create_dir(folder)?;
        shell.remove_path(packages)?;
        self.add(shell, folder)?;
        stamp.keep()
    }

    /// Installs the package beside what a folder has installed.
    pub(crate) fn add(&self, shell: &Shell, folder: &Path) -> Result<()> {
        let Self(tarball) = self;
        cmd!(shell, "npm install --prefix {folder} --silent --no-save --no-package-lock --offline --no-audit --no-fund {tarball}")
            .quiet()
            .ignore_stdout()
            .run()
            .with_context(|| format!("npm could not install {}", tarball.display()))
    }
}
