//! Tools that cargo installs. The user's cache has a folder for each version.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::progress;
use crate::workspace::Workspace;

struct CargoTool {
    crate_name: &'static str,
    version: String,
    /// A binary that exists once the tool is installed.
    binary: &'static str,
    /// `--locked`, or nothing if the crate does not build with its lock file.
    flag: Option<&'static str>,
}

/// Installs wasm-pack. Like the other functions here, returns the folder of the binary.
pub(crate) fn wasm_pack(shell: &Shell) -> Result<PathBuf> {
    let version = "0.15.1".to_owned();
    CargoTool { crate_name: "wasm-pack", version, binary: "wasm-pack", flag: Some("--locked") }.ensure(shell)
}

/// Installs the wasm-bindgen CLI in the version of Cargo.lock, since wasm-bindgen requires both to be the same.
pub(crate) fn wasm_bindgen(shell: &Shell, workspace: &Workspace) -> Result<PathBuf> {
    let version = locked_version(shell, workspace, "wasm-bindgen")?;
    CargoTool { crate_name: "wasm-bindgen-cli", version, binary: "wasm-bindgen", flag: None }.ensure(shell)
}

/// Installs Firefox's WebDriver program, which Debian does not package.
pub(crate) fn geckodriver(shell: &Shell) -> Result<PathBuf> {
    let version = "0.37.1".to_owned();
    CargoTool { crate_name: "geckodriver", version, binary: "geckodriver", flag: Some("--locked") }.ensure(shell)
}

/// Installs twiggy, which lists the size of each function in a wasm file.
pub(crate) fn twiggy(shell: &Shell) -> Result<PathBuf> {
    let version = "0.8.0".to_owned();
    CargoTool { crate_name: "twiggy", version, binary: "twiggy", flag: Some("--locked") }.ensure(shell)
}

/// Installs cargo-fuzz.
pub(crate) fn cargo_fuzz(shell: &Shell) -> Result<PathBuf> {
    let version = "0.13.2".to_owned();
    CargoTool { crate_name: "cargo-fuzz", version, binary: "cargo-fuzz", flag: Some("--locked") }.ensure(shell)
}

impl CargoTool {
    fn ensure(&self, shell: &Shell) -> Result<PathBuf> {
        let Self { crate_name, version, binary, flag } = self;
        let root = cache()?.join(format!("{crate_name}-{version}"));
        let folder = root.join("bin");
        if folder.join(binary).with_extension(env::consts::EXE_EXTENSION).is_file() {
            return Ok(folder);
        }
        progress::step(&format!("installing {crate_name} {version} (takes minutes, once)"));
        let command = cmd!(shell, "cargo install --quiet --root {root} --version ={version} {flag...} {crate_name}");
        let failed = format!("could not install {crate_name}: `{command}` shows why");
        command.quiet().run().context(failed)?;
        Ok(folder)
    }
}

/// The folder of the tools, which all checkouts share.
pub(super) fn cache() -> Result<PathBuf> {
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
