//! The client against a server that fails in every way, in each runtime.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::workspace::Workspace;

/// Runs the suites that are about Node.
pub(crate) fn node(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let folder = workspace.path("tests/transport");
    let files = shell.read_dir(&folder)?;
    let suites = files.iter().filter(|file| file.to_string_lossy().ends_with(".test.mjs"));
    Ok(cmd!(shell, "node --test --test-reporter=spec {suites...}").quiet().run()?)
}

/// Runs the same cases in Node, Deno, Bun, workerd and Chromium, and those that browsers could differ in, in Firefox and WebKitGTK too.
pub(crate) fn runtimes(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let suites = shell.read_dir(workspace.path("tests/transport/runtimes"))?;
    let suites = suites.iter().filter(|file| file.to_string_lossy().ends_with(".test.mjs"));
    Ok(cmd!(shell, "node --test --test-reporter=spec --test-concurrency=2 {suites...}").quiet().run()?)
}
