//! Tools that cargo installs, each version in a folder of its own in the user's cache.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::progress;
use crate::workspace::Workspace;

struct CargoTool {
    crate_name: &'static str,
    version: String,
    /// The binary whose presence shows that the tool is installed.
    binary: &'static str,
    /// `--locked`, or nothing where a crate's lock file does not build.
    flag: Option<&'static str>,
}

/// Installs wasm-pack; returns the folder of its binary, as the others here do.
pub(crate) fn wasm_pack(shell: &Shell) -> Result<PathBuf> {
    let version = "0.15.1".to_owned();
    CargoTool { crate_name: "wasm-pack", version, binary: "wasm-pack", flag: Some("--locked") }.ensure(shell)
}

/// Installs the wasm-bindgen CLI of the version that Cargo.lock has: the two must be the same.
pub(crate) fn wasm_bindgen(shell: &Shell, workspace: &Workspace) -> Result<PathBuf> {
    let version = locked_version(shell, workspace, "wasm-bindgen")?;
    CargoTool { crate_name: "wasm-bindgen-cli", version, binary: "wasm-bindgen", flag: None }.ensure(shell)
}

/// Installs the driver through which Firefox is tested; Debian has no package of it.
pub(crate) fn geckodriver(shell: &Shell) -> Result<PathBuf> {
    let version = "0.37.1".to_owned();
    CargoTool { crate_name: "geckodriver", version, binary: "geckodriver", flag: Some("--locked") }.ensure(shell)
}

/// Installs what tells how much of a wasm file is whose.
pub(crate) fn twiggy(shell: &Shell) -> Result<PathBuf> {
    let version = "0.8.0".to_owned();
    CargoTool { crate_name: "twiggy", version, binary: "twiggy", flag: Some("--locked") }.ensure(shell)
}

/// Installs the driver of the fuzzer.
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
        progress::step(&format!("installing {crate_name} {version} (some minutes, once)"));
        let command = cmd!(shell, "cargo install --quiet --root {root} --version ={version} {flag...} {crate_name}");
        let mend = format!("`{command}` has to succeed");
        command.quiet().run().context(mend)?;
        Ok(folder)
    }
}

/// Where tools are kept from one checkout to the next.
pub(super) fn cache() -> Result<PathBuf> {
    let cache = match env::var_os("XDG_CACHE_HOME") {
        Some(cache) if !cache.is_empty() => PathBuf::from(cache),
        _ => env::home_dir().context("the user has no home folder to cache tools in")?.join(".cache"),
    };
    Ok(cache.join("verigator-xtask"))
}

fn locked_version(shell: &Shell, workspace: &Workspace, package: &str) -> Result<String> {
    let lock = shell.read_file(workspace.path("Cargo.lock"))?;
    let version =
        lock.split_once(&format!("name = \"{package}\"\nversion = \"")).and_then(|(_, rest)| rest.split_once('"'));
    let (version, _) = version.with_context(|| format!("Cargo.lock has no {package}"))?;
    Ok(version.to_owned())
}
