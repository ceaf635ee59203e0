//! Gets a fresh machine, with rustup and Node on it, ready for the tasks.

mod browsers;
mod cargo_tool;
mod npm;
mod python_tool;
mod rust;

use std::path::PathBuf;

use anyhow::Result;
use xshell::Shell;

use crate::workspace::Workspace;

pub(crate) use browsers::find as find_program;
pub(crate) use npm::install as npm_install;

/// Sets up what building the package takes, and opens a shell that has it on its PATH.
pub(crate) fn for_build(workspace: &Workspace) -> Result<Shell> {
    let shell = workspace.shell()?;
    rust::wasm_target(&shell)?;
    put_on_path(&shell, cargo_tool::wasm_pack(&shell)?)?;
    put_on_path(&shell, cargo_tool::wasm_bindgen(&shell, workspace)?)?;
    put_on_path(&shell, npm::tools(&shell, workspace)?)?;
    Ok(shell)
}

/// Sets up what the tests take beyond that.
pub(crate) fn for_tests(workspace: &Workspace) -> Result<Shell> {
    let shell = for_build(workspace)?;
    rust::components(&shell)?;
    browsers::ensure(&shell)?;
    put_on_path(&shell, cargo_tool::geckodriver(&shell)?)?;
    put_on_path(&shell, python_tool::schemathesis(&shell)?)?;
    Ok(shell)
}

/// Sets up what the measurements take beyond that.
pub(crate) fn for_bench(workspace: &Workspace) -> Result<Shell> {
    let shell = for_tests(workspace)?;
    put_on_path(&shell, cargo_tool::twiggy(&shell)?)?;
    Ok(shell)
}

/// Sets up what fuzzing takes, in a shell that needs nothing else.
pub(crate) fn for_fuzzing(shell: &Shell) -> Result<()> {
    put_on_path(shell, cargo_tool::cargo_fuzz(shell)?)
}

fn put_on_path(shell: &Shell, folder: PathBuf) -> Result<()> {
    let path = shell.var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder).chain(std::env::split_paths(&path));
    shell.set_var("PATH", std::env::join_paths(folders)?);
    Ok(())
}
