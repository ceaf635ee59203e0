//! Installs the tools that the tasks need on a machine that has only rustup and Node.

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

/// Installs the tools that build the package, and opens a shell with them on its PATH.
pub(crate) fn for_build(workspace: &Workspace) -> Result<Shell> {
    let shell = workspace.shell()?;
    // First what can't be installed: the tools take minutes.
    npm::check_node(&shell)?;
    rust::wasm_target(&shell)?;
    add_to_path(&shell, cargo_tool::wasm_pack(&shell)?)?;
    add_to_path(&shell, cargo_tool::wasm_bindgen(&shell, workspace)?)?;
    add_to_path(&shell, npm::tools(&shell, workspace)?)?;
    Ok(shell)
}

/// Installs the tools of the build and of the tests, and opens a shell with them on its PATH.
pub(crate) fn for_tests(workspace: &Workspace) -> Result<Shell> {
    // First what only root can install.
    browsers::ensure(&workspace.shell()?)?;
    let shell = for_build(workspace)?;
    rust::components(&shell)?;
    add_browsers(&shell)?;
    add_to_path(&shell, python_tool::schemathesis(&shell)?)?;
    Ok(shell)
}

/// Installs the browsers and their drivers, and adds them to a shell's PATH.
pub(crate) fn add_browsers(shell: &Shell) -> Result<()> {
    browsers::ensure(shell)?;
    add_to_path(shell, cargo_tool::geckodriver(shell)?)
}

/// Installs twiggy, and adds it to a shell's PATH.
pub(crate) fn add_twiggy(shell: &Shell) -> Result<()> {
    add_to_path(shell, cargo_tool::twiggy(shell)?)
}

/// Installs cargo-fuzz, and adds it to a shell's PATH.
pub(crate) fn add_cargo_fuzz(shell: &Shell) -> Result<()> {
    add_to_path(shell, cargo_tool::cargo_fuzz(shell)?)
}

fn add_to_path(shell: &Shell, folder: PathBuf) -> Result<()> {
    let path = shell.var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder).chain(std::env::split_paths(&path));
    shell.set_var("PATH", std::env::join_paths(folders)?);
    Ok(())
}
