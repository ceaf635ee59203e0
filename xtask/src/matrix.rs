//! `cargo xtask matrix`: runs the packed package in every runtime, bundler, framework and browser that it supports.

use anyhow::Result;
use clap::Args;
use xshell::{Shell, cmd};

use crate::consumer::Tarball;
use crate::setup::{self, Tool};
use crate::workspace::Workspace;
use crate::{build, consumer, progress};

/// The arguments of the task.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Run only the consumers that `cargo xtask test` runs
    #[arg(long)]
    quick: bool,
    /// Use the newest versions of the tools in place of the locked ones
    #[arg(long)]
    latest: bool,
    /// Run nothing, and write the tables of what each tool needs to docs/frameworks-table.md and the READMEs
    #[arg(long, conflicts_with_all = ["quick", "latest", "names"])]
    table: bool,
    /// Run only the consumers whose names contain one of these words
    #[arg(value_name = "CONSUMER")]
    names: Vec<String>,
}

const QUICK: &str = "--quick";
const LATEST: &str = "--latest";

const TABLE_SCRIPT: &str = "tests/consumers/write-table.mjs";

/// Runs the consumers that the command line selects.
pub(crate) fn run(workspace: &Workspace, Options { quick, latest, table, names }: &Options) -> Result<()> {
    if *table {
        return write_table(&workspace.shell()?, workspace);
    }
    let shell = setup::for_build(workspace)?;
    setup::add(&shell, workspace, &[Tool::Chromium, Tool::Firefox, Tool::WebKit])?;
    build::package(&shell, workspace)?;
    let tarball = consumer::pack(&shell, workspace)?;
    progress::step("running the projects in tests/consumers");
    let flags = [(*quick, QUICK), (*latest, LATEST)].into_iter().filter(|(is_set, _)| *is_set);
    let arguments: Vec<_> = flags.map(|(_, flag)| flag.to_owned()).chain(names.iter().cloned()).collect();
    run_consumers(&shell, workspace, &tarball, &arguments)
}

/// Runs the consumers that are part of the tests.
pub(crate) fn run_quick(shell: &Shell, workspace: &Workspace) -> Result<()> {
    run_consumers(shell, workspace, &consumer::packed(workspace), &[QUICK.to_owned()])
}

fn run_consumers(shell: &Shell, workspace: &Workspace, tarball: &Tarball, arguments: &[String]) -> Result<()> {
    let tarball = tarball.path();
    let script = workspace.path("tests/consumers/run.mjs");
    Ok(cmd!(shell, "node {script} {tarball} {arguments...}").quiet().run()?)
}

fn write_table(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let script = workspace.path(TABLE_SCRIPT);
    Ok(cmd!(shell, "node {script}").quiet().run()?)
}

/// Checks that the tables in the docs and READMEs are those of the consumers.
pub(crate) fn check_table(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let script = workspace.path(TABLE_SCRIPT);
    Ok(cmd!(shell, "node {script} --check").quiet().run()?)
}
