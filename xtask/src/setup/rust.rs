//! The parts of the Rust toolchain that rustup installs: the wasm target, rustfmt and clippy.

use std::path::Path;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::progress;

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Installs the wasm target if the toolchain lacks it.
pub(super) fn wasm_target(shell: &Shell) -> Result<()> {
    let sysroot = cmd!(shell, "rustc --print sysroot").quiet().read()?;
    if Path::new(&sysroot).join("lib/rustlib").join(WASM_TARGET).is_dir() {
        return Ok(());
    }
    progress::step("adding the wasm target to the Rust toolchain");
    cmd!(shell, "rustup target add {WASM_TARGET}")
        .quiet()
        .run()
        .with_context(|| format!("the Rust toolchain lacks {WASM_TARGET}: run `rustup target add {WASM_TARGET}`"))
}

/// Installs a component such as rustfmt, which adds a command to cargo, if the toolchain lacks it.
pub(super) fn component(shell: &Shell, component: &str, command: &str) -> Result<()> {
    if cmd!(shell, "cargo {command} --version").quiet().ignore_stderr().read().is_ok() {
        return Ok(());
    }
    progress::step(&format!("adding {component} to the Rust toolchain"));
    cmd!(shell, "rustup component add {component}")
        .quiet()
        .run()
        .with_context(|| format!("the Rust toolchain lacks {component}: run `rustup component add {component}`"))
}
