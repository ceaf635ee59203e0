//! The client's Rust suites, compiled to wasm, in Node and in browsers.

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::setup;
use crate::workspace::Workspace;

/// Runs the suites that are meant for Node.
pub(crate) fn node(shell: &Shell, _: &Workspace) -> Result<()> {
    wasm_pack_test(shell, &["--node"])
}

/// Runs the suites that are meant for browsers in Chromium.
pub(crate) fn chromium(shell: &Shell, _: &Workspace) -> Result<()> {
    let driver = driver(shell, "chromedriver")?;
    wasm_pack_test(shell, &["--headless", "--chrome", "--chromedriver", &driver])
}

/// Runs the suites that are meant for browsers in Firefox.
pub(crate) fn firefox(shell: &Shell, _: &Workspace) -> Result<()> {
    let driver = driver(shell, "geckodriver")?;
    wasm_pack_test(shell, &["--headless", "--firefox", "--geckodriver", &driver])
}

fn wasm_pack_test(shell: &Shell, flags: &[&str]) -> Result<()> {
    Ok(cmd!(shell, "wasm-pack --log-level warn test --mode no-install {flags...} .").quiet().run()?)
}

fn driver(shell: &Shell, name: &str) -> Result<String> {
    let path = setup::find_program(shell, name).with_context(|| format!("{name} is missing"))?;
    Ok(path.display().to_string())
}
