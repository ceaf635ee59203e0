//! `cargo xtask bench`: sizes and times of the package, beside those of other clients.

mod named;

use anyhow::Result;
use lexopt::Parser;
use xshell::{Shell, cmd};

use crate::workspace::Workspace;
use crate::{build, consumer, progress, setup, site};

/// Measures all that `tests/bench` measures, or the parts that the command line names.
///
/// The measuring is done in JavaScript, where it is felt. BENCHMARKS.md is written of all
/// that was measured, now or before.
pub(crate) fn run(workspace: &Workspace, mut parts: Parser) -> Result<()> {
    let parts: Vec<_> = parts.raw_args()?.collect();
    let shell = setup::for_bench(workspace)?;
    build::package(&shell, workspace)?;
    named::list(&shell, workspace)?;
    site::make_static(&shell, workspace)?;
    install(&shell, workspace)?;
    progress::step("measuring");
    let folder = workspace.path("tests/bench");
    Ok(cmd!(shell, "node {folder}/main.mjs {parts...}").quiet().run()?)
}

/// Installs the other clients, and the package beside them.
fn install(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let folder = workspace.path("tests/bench");
    setup::npm_install(shell, &folder)?;
    consumer::pack(shell, workspace)?.add(shell, &folder)
}
