//! `cargo xtask build`: builds `pkg/` from `pkg-template/`, the `js/` of sandbox, gateway and login, and the output of wasm-pack, and `www/dist/` from `www/` and `pkg/`.

mod bundles;
mod component;
mod declarations;
mod glue;
mod manifest;
mod names;
mod output_cache;
mod pages;
mod template;
mod wasm;

use anyhow::{Context, Result};
use clap::Args;
use xshell::Shell;

use crate::workspace::{Profile, Workspace};
use crate::{progress, setup, site};
use component::Component;

pub(crate) use component::COMPONENTS;
pub(crate) use wasm::compile_for_demo;

/// The arguments of the task.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Also build the static demo page in www/dist/
    #[arg(long)]
    site: bool,
}

/// Builds the npm package, and the static demo page if asked to.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let shell = setup::for_build(workspace)?;
    package(&shell, workspace)?;
    progress::done("built pkg/");
    if options.site {
        site::make_static(&shell, workspace, &workspace.site())?;
        progress::done("built www/dist/");
    }
    Ok(())
}

/// Builds the npm package with the tools on the shell's PATH.
pub(crate) fn package(shell: &Shell, workspace: &Workspace) -> Result<()> {
    for component in COMPONENTS {
        wasm::compile(shell, workspace, component).with_context(|| format!("could not compile {}", component.wasm))?;
    }
    assemble(shell, workspace)
}

/// Builds the npm package of the demo: the same files by the same code, but neither optimized nor by wasm-pack. The wasm is compiled by
/// [`compile_for_demo`].
pub(crate) fn demo_package(shell: &Shell, workspace: &Workspace) -> Result<()> {
    for component in COMPONENTS {
        wasm::bind(shell, workspace, component)?;
    }
    assemble(shell, workspace)
}

/// Puts the package together from its hand-written files and the compiled components.
fn assemble(shell: &Shell, workspace: &Workspace) -> Result<()> {
    template::copy(shell, workspace)?;
    for component in COMPONENTS {
        add_generated_files(shell, workspace, component)
            .with_context(|| format!("could not add {} to the package", component.wasm))?;
    }
    pages::add(shell, workspace)?;
    site::put_into_package(shell, workspace)?;
    manifest::write(shell, workspace)
}

/// Adds the generated files of a component to its hand-written ones.
fn add_generated_files(shell: &Shell, workspace: &Workspace, component: &Component) -> Result<()> {
    let output = component.wasm_pack_output(workspace);
    let folder = workspace.package().join(component.folder);
    let wasm = folder.join(component.wasm);
    let mut glue = glue::relink(shell, workspace, component)?;
    match workspace.profile() {
        Profile::Release => glue = names::shorten(shell, &output.wasm(), &wasm)?.put_into(&glue)?,
        Profile::Demo => shell.copy_file(output.wasm(), wasm)?,
    }
    shell.write_file(folder.join("glue.js"), glue)?;
    let declarations = declarations::assemble(shell, workspace, component)?;
    shell.write_file(folder.join("index.d.ts"), &declarations)?;
    shell.write_file(folder.join("index.d.cts"), &declarations)?;
    bundles::make(shell, workspace, component)
}
