//! The steps for the Rust code: formatting, lints and tests, on the host and compiled to wasm.

use std::path::PathBuf;

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

/// Selects the package's crates. Every command for wasm selects all of them, so that cargo compiles macros and dependencies for one set of features.
fn components() -> impl Iterator<Item = &'static str> {
    COMPONENTS.iter().flat_map(|component| ["--package", component.crate_name])
}

/// Fails on any clippy warning in code that is only compiled for wasm.
pub(super) fn lint_wasm(shell: &Shell, _: &Workspace) -> Result<()> {
    let components = components();
    // The other tests are for the host, and so are their dependencies.
    let targets = ["--lib", "--test", NODE_SUITE, "--test", BROWSER_SUITE];
    cmd!(shell, "cargo clippy --quiet {components...} {targets...} --target {WASM} -- --deny warnings")
        .quiet()
        .run()?;
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
    test_wasm(shell, NODE_SUITE)
}

/// Runs the client's wasm tests for browsers in Chromium.
pub(super) fn test_in_chromium(shell: &Shell, _: &Workspace) -> Result<()> {
    let _driver = shell.push_env("CHROMEDRIVER", driver(shell, "chromedriver")?);
    test_wasm(shell, BROWSER_SUITE)
}

/// Runs the client's wasm tests for browsers in Firefox.
pub(super) fn test_in_firefox(shell: &Shell, _: &Workspace) -> Result<()> {
    let _driver = shell.push_env("GECKODRIVER", driver(shell, "geckodriver")?);
    test_wasm(shell, BROWSER_SUITE)
}

/// Runs a suite as wasm-pack would, which can select one crate only.
fn test_wasm(shell: &Shell, suite: &str) -> Result<()> {
    let components = components();
    let command = cmd!(shell, "cargo test {components...} --test {suite} --target {WASM}");
    command
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        // Its own time limit for all tests in a browser, 20 seconds, is too short for a busy machine.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "600")
        // wasm-bindgen drops it.
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .quiet()
        .run()?;
    Ok(())
}

fn driver(shell: &Shell, name: &str) -> Result<PathBuf> {
    setup::find_program(shell, name).with_context(|| format!("{name} is missing"))
}
