//! Compiles a part by wasm-pack, where cargo says that it changed.

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
    let output = part.wasm_pack_output(workspace);
    let manifest = crate_folder.join("Cargo.toml");
    let _flags = shell.push_env("CARGO_ENCODED_RUSTFLAGS", rust_flags()?);
    cmd!(shell, "cargo build --quiet --lib --release --target wasm32-unknown-unknown --manifest-path {manifest}")
        .quiet()
        .run()?;

    let locks = ["Cargo.lock", "tests/package-lock.json"].map(|lock| workspace.path(lock));
    let inputs = [&[part.compiled(workspace), manifest], &locks[..]].concat();
    let stamp = Stamp::of(output.folder.join(".made-from"), &inputs)?;
    if stamp.is_fresh() {
        return Ok(());
    }
    shell.remove_path(&output.folder)?;
    let folder = &output.folder;
    cmd!(shell, "wasm-pack --log-level warn build --target web --release --no-pack --mode no-install --out-dir {folder} {crate_folder} -- --quiet")
        .quiet()
        .run()?;
    stamp.keep()
}

/// Keeps the folders of the machine that builds out of the panic messages in the wasm, so that every machine makes the same bytes.
fn rust_flags() -> Result<String> {
    let home = std::env::var_os("CARGO_HOME").map(Into::into);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let home: std::path::PathBuf = home.context("the user has no home folder")?;
    Ok(format!("--remap-path-prefix={}=cargo", home.display()))
}
