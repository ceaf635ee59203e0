//! `cargo xtask demo`: serves the demo page with a sandbox, or runs the flow of the official READMEs in the terminal.

mod page;
mod terminal;

pub(crate) use page::install as install_page;

use std::panic::resume_unwind;
use std::thread;

use anyhow::Result;
use clap::Args;
use xshell::Shell;

use crate::setup::{self, Tool};
use crate::workspace::Workspace;
use crate::{build, progress};

/// The arguments of the task.
#[derive(Debug, Default, PartialEq, Args)]
pub(crate) struct Options {
    /// Open the page in a browser
    #[arg(long)]
    open: bool,
    /// Serve the page on this port
    #[arg(long, value_name = "NUMBER")]
    port: Option<u16>,
    /// Verify a user in the terminal instead
    #[arg(long, conflicts_with_all = ["open", "port"])]
    terminal: bool,
    /// Ask for the PIN in the terminal
    #[arg(long, requires = "terminal")]
    interactive: bool,
    /// Use the live API, which sends an SMS that is paid for
    #[arg(long, requires = "terminal")]
    live: bool,
}

/// Builds the package without optimization, and serves the page or runs the flow.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let workspace = &workspace.for_demo();
    let shell = &build_package(workspace)?;
    if options.terminal {
        terminal::run(shell, workspace, &options.flow_flags())
    } else {
        page::run(shell, workspace, options.port, options.open)
    }
}

/// Builds the package. cargo compiles it while the tools are installed, which takes most of the time on a new machine.
fn build_package(workspace: &Workspace) -> Result<Shell> {
    let shell = setup::shell(workspace, &[Tool::Node, Tool::WasmTarget])?;
    thread::scope(|scope| {
        let compilation = scope.spawn(|| {
            let shell = workspace.shell()?;
            progress::timed("compiling the package", || build::compile_for_demo(&shell))
        });
        setup::add(&shell, workspace, &[Tool::Esbuild, Tool::WasmBindgen])?;
        compilation.join().unwrap_or_else(|panic| resume_unwind(panic))
    })?;
    progress::timed("putting the package together", || build::demo_package(&shell, workspace))?;
    Ok(shell)
}

impl Options {
    /// Returns the flags that the flow in the terminal reads itself.
    fn flow_flags(&self) -> Vec<&'static str> {
        let flags = [("--interactive", self.interactive), ("--live", self.live)];
        flags.into_iter().filter(|(_, is_set)| *is_set).map(|(flag, _)| flag).collect()
    }
}
