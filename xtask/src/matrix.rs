//! `cargo xtask matrix`: the packed package in every runtime, bundler, framework and browser that it promises to work in.

use std::ffi::OsString;

use anyhow::Result;
use lexopt::Parser;
use xshell::{Shell, cmd};

use crate::consumer::Tarball;
use crate::workspace::Workspace;
use crate::{build, consumer, progress, setup};

/// Runs the consumers whose names have one of the command line's words in them, or all.
pub(crate) fn run(workspace: &Workspace, mut words: Parser) -> Result<()> {
    let words: Vec<_> = words.raw_args()?.collect();
    let shell = setup::for_tests(workspace)?;
    build::package(&shell, workspace)?;
    progress::step("running the consumers of tests/consumers");
    consumers(&shell, workspace, &consumer::pack(&shell, workspace)?, &words)
}

/// Runs the half of the consumers that is part of the tests.
pub(crate) fn quick_half(shell: &Shell, workspace: &Workspace) -> Result<()> {
    consumers(shell, workspace, &consumer::packed(workspace), &["--quick".into()])
}

fn consumers(shell: &Shell, workspace: &Workspace, tarball: &Tarball, words: &[OsString]) -> Result<()> {
    let tarball = tarball.path();
    let runner = workspace.path("tests/consumers/run.mjs");
    Ok(cmd!(shell, "node {runner} {tarball} {words...}").quiet().run()?)
}
