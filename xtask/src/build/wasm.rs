//! Compiles a component with wasm-pack, if cargo's output has changed, or for the demo with cargo and wasm-bindgen alone.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use super::component::{COMPONENTS, Component};
use super::output_cache::CachedOutput;
use crate::fingerprint::Fingerprint;
use crate::workspace::Workspace;
use crate::{progress, setup};

/// Writes the component's wasm, glue and declarations into its wasm-pack folder.
///
/// Only cargo knows every input of a build, so it runs first. Its output embeds the JavaScript that the Rust code imports, and so tells
/// whether the slow half, wasm-bindgen and wasm-opt, has to run again.
pub(crate) fn compile(shell: &Shell, workspace: &Workspace, component: &Component) -> Result<()> {
    progress::step(&format!("compiling {}", component.wasm));
    let crate_folder = workspace.path(component.crate_folder);
    let _flags = shell.push_env("CARGO_ENCODED_RUSTFLAGS", rust_flags(component)?);
    cmd!(shell, "cargo build --quiet --lib --release --target wasm32-unknown-unknown")
        .arg("--manifest-path")
        .arg(crate_folder.join("Cargo.toml"))
        .quiet()
        .run()?;
    let output = component.wasm_pack_output(workspace).folder;
    let fingerprint = Fingerprint::of(output.join(".built-from"), &inputs(workspace, component))?;
    if fingerprint.is_current() {
        return Ok(());
    }
    shell.remove_path(&output)?;
    let cached = CachedOutput::new(&setup::cache()?, component.crate_name, fingerprint.hash());
    if !cached.restore(shell, &output)? {
        bind_and_optimize(shell, &output, &crate_folder)?;
        cached.save(shell, &output)?;
    }
    fingerprint.save()
}

fn bind_and_optimize(shell: &Shell, output: &Path, crate_folder: &Path) -> Result<()> {
    cmd!(shell, "wasm-pack --log-level warn build --target web --release --no-pack --mode no-install")
        .arg("--out-dir")
        .args([output, crate_folder])
        .args(["--", "--quiet"])
        .quiet()
        .run()?;
    Ok(())
}

/// Compiles all components without optimization. wasm-bindgen drops the debug information, so there is none.
pub(crate) fn compile_for_demo(shell: &Shell) -> Result<()> {
    let packages = COMPONENTS.iter().flat_map(|component| ["--package", component.crate_name]);
    cmd!(shell, "cargo build --quiet --lib --target wasm32-unknown-unknown {packages...}")
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .quiet()
        .run()
        .context("could not compile the package")
}

/// Writes what wasm-pack would write of a component that [`compile_for_demo`] has compiled.
pub(crate) fn bind(shell: &Shell, workspace: &Workspace, component: &Component) -> Result<()> {
    let compiled = component.compiled(workspace);
    let output = component.wasm_pack_output(workspace).folder;
    shell.remove_path(&output)?;
    cmd!(shell, "wasm-bindgen {compiled} --target web --omit-default-module-path --out-dir {output}").quiet().run()?;
    Ok(())
}

/// The inputs of wasm-bindgen and wasm-opt: cargo's output, their configuration, the files that pin their versions, and this one, which has their flags.
fn inputs(workspace: &Workspace, component: &Component) -> Vec<PathBuf> {
    let manifest = workspace.path(component.crate_folder).join("Cargo.toml");
    let versions =
        ["Cargo.lock", "tests/package-lock.json", "xtask/src/setup/cargo_tool.rs", "xtask/src/build/wasm.rs"];
    let versions = versions.map(|file| workspace.path(file));
    [component.compiled(workspace), manifest].into_iter().chain(versions).collect()
}

/// Removes this machine's folders from the panic messages in the wasm, so that every machine builds the same bytes.
fn rust_flags(component: &Component) -> Result<String> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo")));
    let home = home.context("found neither CARGO_HOME nor a home folder, where cargo keeps the sources of crates")?;
    // Folders that are named after registries. There are none where crates are vendored.
    let registries = fs::read_dir(home.join("registry/src")).into_iter().flatten().flatten().map(|entry| entry.path());
    let remap = |folder: &Path, name: &str| format!("--remap-path-prefix={}={name}", folder.display());
    let mut flags: Vec<_> =
        [remap(&home, "cargo")].into_iter().chain(registries.map(|folder| remap(&folder, "crates"))).collect();
    flags.extend(component.rust_flags.iter().map(|&flag| flag.to_owned()));
    // The character that separates flags in CARGO_ENCODED_RUSTFLAGS.
    Ok(flags.join("\x1f"))
}
