//! Installs what the tasks need on a machine that has only rustup and Node.

mod cargo_tool;
mod debian;
mod npm;
mod python_tool;
mod rust;

use std::path::PathBuf;

use anyhow::Result;
use xshell::Shell;

use crate::workspace::Workspace;
use cargo_tool::CargoTool;

pub(crate) use cargo_tool::cache;
pub(crate) use debian::find as find_program;
pub(crate) use npm::install_project as npm_install;

/// Something that a task or a step of the tests needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tool {
    Node,
    Rustfmt,
    Clippy,
    WasmTarget,
    WasmPack,
    WasmBindgen,
    Twiggy,
    CargoFuzz,
    /// The npm packages of the build alone, such as esbuild.
    Esbuild,
    /// All npm packages of the build and the tests.
    NpmPackages,
    Schemathesis,
    /// The vendor's clients for Python.
    MessenteClients,
    Chromium,
    Firefox,
    WebKit,
    Redis,
    Postgres,
    OpenSsl,
    ReverseProxies,
}

/// What builds the package.
pub(crate) const BUILD: &[Tool] = &[Tool::Node, Tool::WasmTarget, Tool::WasmPack, Tool::WasmBindgen, Tool::NpmPackages];

/// Opens a shell in the checkout, and installs what is missing of these tools.
pub(crate) fn shell(workspace: &Workspace, tools: &[Tool]) -> Result<Shell> {
    let shell = workspace.shell()?;
    add(&shell, workspace, tools)?;
    Ok(shell)
}

/// Installs the tools that build the package, and opens a shell with them on its PATH.
pub(crate) fn for_build(workspace: &Workspace) -> Result<Shell> {
    shell(workspace, BUILD)
}

/// Installs what is missing of these tools, and adds them to a shell's PATH.
pub(crate) fn add(shell: &Shell, workspace: &Workspace, tools: &[Tool]) -> Result<()> {
    // First what may need another user or a person, since the others take minutes.
    debian::ensure(shell, tools)?;
    for tool in tools.iter().filter(|tool| **tool == Tool::Node) {
        tool.ensure(shell, workspace)?;
    }
    for tool in tools {
        if let Some(folder) = tool.ensure(shell, workspace)? {
            add_to_path(shell, folder)?;
        }
    }
    Ok(())
}

impl Tool {
    /// Installs the tool if it is missing, unless Debian has it. Returns the folder of its binaries, if that is not on the PATH.
    fn ensure(self, shell: &Shell, workspace: &Workspace) -> Result<Option<PathBuf>> {
        match self {
            Tool::Node => npm::check_node(shell).map(|()| None),
            Tool::Rustfmt => rust::component(shell, "rustfmt", "fmt").map(|()| None),
            Tool::Clippy => rust::component(shell, "clippy", "clippy").map(|()| None),
            Tool::WasmTarget => rust::wasm_target(shell).map(|()| None),
            Tool::WasmPack => CargoTool::wasm_pack().ensure(shell).map(Some),
            Tool::WasmBindgen => CargoTool::wasm_bindgen(shell, workspace)?.ensure(shell).map(Some),
            Tool::Twiggy => CargoTool::twiggy().ensure(shell).map(Some),
            Tool::CargoFuzz => CargoTool::cargo_fuzz().ensure(shell).map(Some),
            Tool::Firefox => CargoTool::geckodriver().ensure(shell).map(Some),
            Tool::Esbuild => npm::build_tools(shell, workspace).map(Some),
            Tool::NpmPackages => npm::tools(shell, workspace).map(Some),
            Tool::Schemathesis => python_tool::schemathesis(shell).map(Some),
            Tool::MessenteClients => python_tool::messente_clients(shell).map(Some),
            Tool::Chromium | Tool::WebKit | Tool::Redis | Tool::Postgres | Tool::OpenSsl | Tool::ReverseProxies => {
                Ok(None)
            }
        }
    }
}

fn add_to_path(shell: &Shell, folder: PathBuf) -> Result<()> {
    let path = shell.var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder).chain(std::env::split_paths(&path));
    shell.set_var("PATH", std::env::join_paths(folders)?);
    Ok(())
}
