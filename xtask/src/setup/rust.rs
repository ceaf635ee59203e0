//! What rustup brings: the wasm target, rustfmt and clippy.

use std::path::Path;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::progress;

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Installs the wasm target where the toolchain lacks it.
pub(crate) fn wasm_target(shell: &Shell) -> Result<()> {
    let sysroot = cmd!(shell, "rustc --print sysroot").quiet().read()?;
    if Path::new(&sysroot).join("lib/rustlib").join(WASM_TARGET).is_dir() {
        return Ok(());
    }
    progress::step("adding the wasm target to the Rust toolchain");
    cmd!(shell, "rustup target add {WASM_TARGET}")
        .quiet()
        .run()
        .with_context(|| format!("the Rust toolchain has no {WASM_TARGET} target: `rustup target add {WASM_TARGET}`"))
}

/// Installs rustfmt and clippy where the toolchain lacks them.
pub(crate) fn components(shell: &Shell) -> Result<()> {
    for (component, command) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        let is_there = cmd!(shell, "cargo {command} --version").quiet().ignore_stderr();
        if is_there.read().is_ok() {
            continue;
        }
        progress::step(&format!("adding {component} to the Rust toolchain"));
        cmd!(shell, "rustup component add {component}")
            .quiet()
            .run()
            .with_context(|| format!("the Rust toolchain has no {component}: `rustup component add {component}`"))?;
    }
    Ok(())
}
