//! Compiles a part by wasm-pack, where cargo says that it changed.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use super::part::Part;
use crate::progress;
use crate::stamp::Stamp;
use crate::workspace::Workspace;

/// Leaves the part's wasm, glue and declarations in its wasm-pack folder.
///
/// Cargo alone knows what a build depends on, so it is asked first. Its own output, which embeds the JavaScript that the Rust code
/// imports, then tells whether wasm-bindgen and wasm-opt, the slow half, have anything new to do.
pub(crate) fn compile(shell: &Shell, workspace: &Workspace, part: &Part) -> Result<()> {
    progress::step(&format!("compiling {}", part.wasm));
    let crate_folder = workspace.path(part.crate_folder);
    let _flags = shell.push_env("CARGO_ENCODED_RUSTFLAGS", rust_flags(part)?);
    cmd!(shell, "cargo build --quiet --lib --release --target wasm32-unknown-unknown")
        .arg("--manifest-path")
        .arg(crate_folder.join("Cargo.toml"))
        .quiet()
        .run()?;
    let output = part.wasm_pack_output(workspace).folder;
    let stamp = Stamp::of(output.join(".made-from"), &inputs(workspace, part))?;
    if stamp.is_fresh() {
        return Ok(());
    }
    shell.remove_path(&output)?;
    cmd!(shell, "wasm-pack --log-level warn build --target web --release --no-pack --mode no-install")
        .arg("--out-dir")
        .args([&output, &crate_folder])
        .args(["--", "--quiet"])
        .quiet()
        .run()?;
    stamp.keep()
}

/// What wasm-bindgen and wasm-opt work on, what says how they do it, and which versions of them there are.
fn inputs(workspace: &Workspace, part: &Part) -> Vec<PathBuf> {
    let manifest = workspace.path(part.crate_folder).join("Cargo.toml");
    let versions = ["Cargo.lock", "tests/package-lock.json", "xtask/src/setup/cargo_tool.rs"];
    let versions = versions.map(|file| workspace.path(file));
    [part.compiled(workspace), manifest].into_iter().chain(versions).collect()
}

/// Keeps the folders of the machine that builds out of the panic messages in the wasm, so that every machine makes the same bytes.
fn rust_flags(part: &Part) -> Result<String> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo")));
    let home = home.context("the user has no home folder, where cargo keeps the sources of crates")?;
    let remap = format!("--remap-path-prefix={}=cargo", home.display());
    // Cargo takes the flags with this character between them.
    Ok([&[remap.as_str()], part.rust_flags].concat().join("\x1f"))
}
