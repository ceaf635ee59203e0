//! The folders of this repository.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::Shell;

/// The version of every crate and of the npm package, set in the root Cargo.toml.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The checkout that the tasks work on.
pub(crate) struct Workspace {
    root: PathBuf,
    profile: Profile,
}

/// How the package is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// As it is published: by wasm-pack, optimized.
    Release,
    /// For the demo: the same files, compiled as fast as possible, and in a folder of their own, so that nobody publishes them.
    Demo,
}

impl Workspace {
    /// Finds the checkout that this xtask was built from.
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
        let root = root.context("expected xtask to be a folder of the workspace")?.to_owned();
        Ok(Self { root, profile: Profile::Release })
    }

    /// The same checkout, whose package is compiled for the demo.
    pub(crate) fn for_demo(&self) -> Self {
        Self { root: self.root.clone(), profile: Profile::Demo }
    }

    /// How the package is compiled.
    pub(crate) fn profile(&self) -> Profile {
        self.profile
    }

    /// Resolves a path relative to the checkout.
    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// The npm package that `build` generates.
    pub(crate) fn package(&self) -> PathBuf {
        self.path(match self.profile {
            Profile::Release => "pkg",
            Profile::Demo => "target/demo/pkg",
        })
    }

    /// The folder of the compiled wasm, before wasm-bindgen.
    pub(crate) fn compiled(&self) -> PathBuf {
        self.path("target/wasm32-unknown-unknown").join(match self.profile {
            Profile::Release => "release",
            Profile::Demo => "debug",
        })
    }

    /// The folder of wasm, glue and declarations, after wasm-bindgen.
    pub(crate) fn bound(&self) -> PathBuf {
        self.path(match self.profile {
            Profile::Release => "target/wasm-pack",
            Profile::Demo => "target/demo/wasm-bindgen",
        })
    }

    /// The folder of the packed package.
    pub(crate) fn tarballs(&self) -> PathBuf {
        self.path(match self.profile {
            Profile::Release => "target/tarball",
            Profile::Demo => "target/demo/tarball",
        })
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
