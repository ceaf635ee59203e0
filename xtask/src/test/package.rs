//! The steps that use the package as its users would: packed, installed, imported by its name.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::workspace::Workspace;
use crate::{build, consumer};

/// The folders whose suites import the package by its name.
const CONSUMERS: [&str; 5] = ["tests/gateway", "tests/package", "tests/sandbox", "tests/transport", "tests/types"];

/// Builds the package, packs it, and installs it where the other steps use it.
pub(crate) fn build(shell: &Shell, workspace: &Workspace) -> Result<()> {
    build::package(shell, workspace)?;
    let tarball = consumer::pack(shell, workspace)?;
    CONSUMERS.iter().try_for_each(|folder| tarball.install(shell, &workspace.path(folder)))
}

/// Runs the suites of `tests/package`.
pub(crate) fn test(shell: &Shell, workspace: &Workspace) -> Result<()> {
    run_suites(shell, workspace, "tests/package")
}

/// Runs the suites of `tests/sandbox`: its class, its server, and the recipes of its README.
pub(crate) fn sandbox(shell: &Shell, workspace: &Workspace) -> Result<()> {
    run_suites(shell, workspace, "tests/sandbox")
}

/// Sends the emulated Verigator API what its OpenAPI document allows, and what it does not.
pub(crate) fn api_schema(shell: &Shell, workspace: &Workspace) -> Result<()> {
    run_schemathesis(shell, workspace, "verigator")
}

/// Does the same to the control API.
pub(crate) fn control_schema(shell: &Shell, workspace: &Workspace) -> Result<()> {
    run_schemathesis(shell, workspace, "sandbox")
}

fn run_schemathesis(shell: &Shell, workspace: &Workspace, tag: &str) -> Result<()> {
    let folder = workspace.path("tests/sandbox");
    Ok(cmd!(shell, "node {folder}/schemathesis.mjs {tag}").quiet().run()?)
}

/// Runs the suites of `tests/gateway`: its limits and doors, in Node and in workerd, and the examples of it.
pub(crate) fn gateway(shell: &Shell, workspace: &Workspace) -> Result<()> {
    run_suites(shell, workspace, "tests/gateway")
}

/// Runs the suites of a folder by Node's test runner.
fn run_suites(shell: &Shell, workspace: &Workspace, folder: &str) -> Result<()> {
    let folder = workspace.path(folder);
    let files = shell.read_dir(&folder)?;
    let suites = files.iter().filter(|file| file.to_string_lossy().contains(".test."));
    Ok(cmd!(shell, "node --test --test-reporter=spec {suites...}").quiet().run()?)
}

/// Holds the bundles of the package to their budget.
pub(crate) fn sizes(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let check = workspace.path("tests/bench/sizes/check.mjs");
    Ok(cmd!(shell, "node {check}").quiet().run()?)
}

/// The newest TypeScript, and the oldest that the package is for.
const COMPILERS: [&str; 2] = ["typescript", "typescript-5-0"];

/// Type-checks `tests/types` as the three kinds of projects that there are.
pub(crate) fn types(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let folder = workspace.path("tests/types");
    for compiler in COMPILERS {
        let tsc = workspace.path("tests/node_modules").join(compiler).join("bin/tsc");
        for project in ["node16", "nodenext", "bundler"] {
            cmd!(shell, "node {tsc} --project {folder}/tsconfig.{project}.json").quiet().run()?;
        }
    }
    Ok(())
}
