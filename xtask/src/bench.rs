//! `cargo xtask bench`: measures the package beside other clients.

use std::fmt::{self, Display, Formatter};

use anyhow::Result;
use clap::{Args, ValueEnum};
use xshell::{Shell, cmd};

use crate::build::COMPONENTS;
use crate::setup::{self, Tool};
use crate::workspace::Workspace;
use crate::{build, consumer, progress, site};

/// The arguments of the task.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Measure only these parts; all by default
    #[arg(value_name = "PART")]
    parts: Vec<Part>,
}

/// A part of the benchmarks, measured by a module of `tests/bench`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Bundle sizes of this package and of other clients
    Sizes,
    /// Bytes of each crate in the package's wasm
    Crates,
    /// Time per call in Node
    Speed,
    /// Time per call in Chromium
    Chromium,
    /// Cold start in Node, workerd and browsers
    Start,
    /// Memory after 100,000 calls
    Memory,
    /// Requests per second of the sandbox
    Sandbox,
    /// Time per login through the gateway
    Gateway,
    /// Transferred bytes and first login of the demo page
    Page,
}

/// Measures the parts that the command line names, or all. Then BENCHMARKS.md is written from the latest results of every part.
///
/// The measurements are JavaScript, since that is what users of the package run.
pub(crate) fn run(workspace: &Workspace, Options { parts }: &Options) -> Result<()> {
    let parts = if parts.is_empty() { Part::value_variants() } else { parts };
    let shell = setup::for_build(workspace)?;
    build::package(&shell, workspace)?;
    prepare(&shell, workspace, parts)?;
    progress::step("measuring");
    let folder = workspace.path("tests/bench");
    let names: Vec<_> = parts.iter().map(Part::to_string).collect();
    Ok(cmd!(shell, "node {folder}/main.mjs {names...}").quiet().run()?)
}

/// Installs and builds the requirements of the parts.
fn prepare(shell: &Shell, workspace: &Workspace, parts: &[Part]) -> Result<()> {
    if parts.iter().any(|part| matches!(part, Part::Chromium | Part::Start | Part::Page)) {
        setup::add(shell, workspace, &[Tool::Chromium, Tool::Firefox, Tool::WebKit])?;
    }
    if parts.contains(&Part::Crates) {
        setup::add(shell, workspace, &[Tool::Twiggy])?;
        list_functions(shell, workspace)?;
    }
    if parts.contains(&Part::Page) {
        site::make_static(shell, workspace, &workspace.site())?;
    }
    let folder = "tests/bench";
    setup::npm_install(shell, workspace, folder)?;
    consumer::pack(shell, workspace)?.add(shell, &workspace.path(folder))
}

/// Writes `target/bench/<component>.json`: twiggy's list of the functions in each component's wasm, with their sizes.
///
/// The package's own wasm has no function names, so this builds it once more with them.
fn list_functions(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let folder = workspace.path("target/bench");
    shell.create_dir(&folder)?;
    for component in COMPONENTS {
        let name = component.crate_name.replace('-', "_");
        let compiled = component.compiled(workspace);
        cmd!(shell, "wasm-bindgen {compiled} --target web --no-typescript --out-dir {folder}").quiet().run()?;
        let bound = folder.join(format!("{name}_bg.wasm"));
        let optimised = folder.join(format!("{name}_named.wasm"));
        cmd!(shell, "wasm-opt -Oz --debuginfo {bound} --output {optimised}").quiet().run()?;
        let listing = folder.join(format!("{name}.json"));
        cmd!(shell, "twiggy top --format json {optimised} -o {listing}").quiet().run()?;
    }
    Ok(())
}

impl Display for Part {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        self.to_possible_value().map_or(Ok(()), |value| formatter.write_str(value.get_name()))
    }
}
