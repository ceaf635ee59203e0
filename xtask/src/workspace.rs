//! The folders of this repository.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::Shell;

/// The version of every crate and of the npm package, set in the root Cargo.toml.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The checkout that the tasks work on.
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Finds the checkout that this xtask was built from.
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
        let root = root.context("expected xtask to be a folder of the workspace")?.to_owned();
        Ok(Self { root })
    }

    /// Resolves a path relative to the checkout.
    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// The npm package that `build` generates.
    pub(crate) fn package(&self) -> PathBuf {
        self.path("pkg")
    }

    /// The static demo page that `build --site` generates.
    pub(crate) fn site(&self) -> PathBuf {
        self.path("www/dist")
    }

    /// The hand-written files of the npm package.
    pub(crate) fn template(&self) -> PathBuf {
        self.path("pkg-template")
    }

    /// Opens a shell in the checkout, without the tools that `setup` adds to its PATH.
    pub(crate) fn shell(&self) -> Result<Shell> {
        let shell = Shell::new()?;
        shell.change_dir(&self.root);
        Ok(shell)
    }
}
