//! The steps for the Rust code: formatting, lints and tests, on the host and compiled to wasm.

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use super::soak;
use crate::build::COMPONENTS;
use crate::setup;
use crate::workspace::Workspace;

/// Checks the formatting of every crate.
pub(super) fn format(shell: &Shell, _: &Workspace) -> Result<()> {
    Ok(cmd!(shell, "cargo fmt --all --check").quiet().run()?)
}

/// Fails on any clippy warning in any crate and test.
pub(super) fn lint(shell: &Shell, _: &Workspace) -> Result<()> {
    Ok(cmd!(shell, "cargo clippy --quiet --workspace --all-targets -- --deny warnings").quiet().run()?)
}

/// The target of the package's crates.
const WASM: &str = "wasm32-unknown-unknown";

/// Fails on any clippy warning in code that is only compiled for wasm.
pub(super) fn lint_wasm(shell: &Shell, _: &Workspace) -> Result<()> {
    let packages = COMPONENTS.iter().flat_map(|component| ["--package", component.crate_name]);
    // The other tests are for the host, and so are their dependencies.
    let targets = ["--lib", "--test", NODE_SUITE, "--test", BROWSER_SUITE];
    cmd!(shell, "cargo clippy --quiet {packages...} {targets...} --target {WASM} -- --deny warnings").quiet().run()?;
    Ok(())
}

/// Runs the tests of every crate on the host.
pub(super) fn test(shell: &Shell, _: &Workspace) -> Result<()> {
    let profile = if shell.var_os(soak::VARIABLE).is_some() { "soak" } else { "dev" };
    // The xtask on its own: cargo would let the sandbox have the features of its crates.
    cmd!(shell, "cargo test --quiet --profile {profile} --workspace --exclude xtask").quiet().run()?;
    Ok(cmd!(shell, "cargo test --quiet --package xtask").quiet().run()?)
}

/// The client's wasm tests, `tests/node.rs` and `tests/browser.rs`.
const NODE_SUITE: &str = "node";
const BROWSER_SUITE: &str = "browser";

/// Runs the client's wasm tests for Node.
pub(super) fn test_in_node(shell: &Shell, _: &Workspace) -> Result<()> {
    wasm_pack_test(shell, &["--node"])
}

/// Runs the client's wasm tests for browsers in Chromium.
pub(super) fn test_in_chromium(shell: &Shell, _: &Workspace) -> Result<()> {
    let driver = driver(shell, "chromedriver")?;
    wasm_pack_test(shell, &["--headless", "--chrome", "--chromedriver", &driver])
}

/// Runs the client's wasm tests for browsers in Firefox.
pub(super) fn test_in_firefox(shell: &Shell, _: &Workspace) -> Result<()> {
    let driver = driver(shell, "geckodriver")?;
    wasm_pack_test(shell, &["--headless", "--firefox", "--geckodriver", &driver])
}

/// Its own time limit for all tests in a browser, 20 seconds, is too short for a busy machine.
fn wasm_pack_test(shell: &Shell, flags: &[&str]) -> Result<()> {
    let command = cmd!(shell, "wasm-pack --log-level warn test --mode no-install {flags...} .");
    Ok(command.env("WASM_BINDGEN_TEST_TIMEOUT", "600").quiet().run()?)
}

fn driver(shell: &Shell, name: &str) -> Result<String> {
    let path = setup::find_program(shell, name).with_context(|| format!("{name} is missing"))?;
    Ok(path.display().to_string())
}
