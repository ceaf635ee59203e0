//! Tools that cargo installs. The user's cache has a folder for each version.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::progress;
use crate::workspace::Workspace;

pub(super) struct CargoTool {
    crate_name: &'static str,
    version: String,
    /// A binary that exists once the tool is installed.
    binary: &'static str,
    flags: &'static [&'static str],
}

/// Builds with the versions that the crate's authors tested.
const LOCKED: &[&str] = &["--locked"];

/// The crate is published without a lock file. Without its default features, it has no TLS: it speaks only to WebDriver programs on this machine.
const WITHOUT_TLS: &[&str] = &["--no-default-features"];

/// The tools wait for other programs or work for less than a second, so that optimizing them takes more time than it ever saves.
const PROFILE: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_STRIP", "true"),
];

impl CargoTool {
    pub(super) fn wasm_pack() -> Self {
        Self::new("wasm-pack", "0.15.1", LOCKED)
    }

    /// The wasm-bindgen CLI in the version of Cargo.lock, since wasm-bindgen requires both to be the same.
    pub(super) fn wasm_bindgen(shell: &Shell, workspace: &Workspace) -> Result<Self> {
        let version = locked_version(shell, workspace, "wasm-bindgen")?;
        Ok(Self { binary: "wasm-bindgen", ..Self::new("wasm-bindgen-cli", &version, WITHOUT_TLS) })
    }

    /// Firefox's WebDriver program, which Debian does not package.
    pub(super) fn geckodriver() -> Self {
        Self::new("geckodriver", "0.37.1", LOCKED)
    }

    /// Lists the size of each function in a wasm file.
    pub(super) fn twiggy() -> Self {
        Self::new("twiggy", "0.8.0", LOCKED)
    }

    pub(super) fn cargo_fuzz() -> Self {
        Self::new("cargo-fuzz", "0.13.2", LOCKED)
    }

    fn new(name: &'static str, version: &str, flags: &'static [&'static str]) -> Self {
        Self { crate_name: name, version: version.to_owned(), binary: name, flags }
    }

    /// Installs the tool if it is missing. Returns the folder of its binary.
    pub(super) fn ensure(&self, shell: &Shell) -> Result<PathBuf> {
        let Self { crate_name, version, binary, flags } = self;
        let flags = *flags;
        let root = cache()?.join(format!("{crate_name}-{version}"));
        let folder = root.join("bin");
        if folder.join(binary).with_extension(env::consts::EXE_EXTENSION).is_file() {
            return Ok(folder);
        }
        let command = cmd!(shell, "cargo install --quiet --root {root} --version ={version} {flags...} {crate_name}")
            .envs(PROFILE);
        let failed = format!("could not install {crate_name}: `{command}` shows why");
        let text = format!("installing {crate_name} {version} (once)");
        progress::timed(&text, || command.quiet().run().context(failed))?;
        Ok(folder)
    }
}

/// The folder of the tools, which all checkouts share.
pub(crate) fn cache() -> Result<PathBuf> {
    let cache = match env::var_os("XDG_CACHE_HOME") {
        Some(cache) if !cache.is_empty() => PathBuf::from(cache),
        _ => env::home_dir()
            .context("found neither XDG_CACHE_HOME nor a home folder to install tools in")?
            .join(".cache"),
    };
    Ok(cache.join("verigator-xtask"))
}

fn locked_version(shell: &Shell, workspace: &Workspace, package: &str) -> Result<String> {
    let lock = shell.read_file(workspace.path("Cargo.lock"))?;
    let version =
        lock.split_once(&format!("name = \"{package}\"\nversion = \"")).and_then(|(_, rest)| rest.split_once('"'));
    let (version, _) = version.with_context(|| format!("expected Cargo.lock to have {package}, found none"))?;
    Ok(version.to_owned())
}
