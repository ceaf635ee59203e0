//! Serves the demo page by the sandbox's server, both as a user of the package would have them.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::consumer::Tarball;
use crate::workspace::Workspace;
use crate::{build, consumer, progress, setup};

/// Where the server's file is in a project that has installed the package.
const SERVER: &str = "node_modules/verigator/sandbox/bin/verigator.js";

/// What stands before the address in the line by which the server says that it listens.
const LISTENING: &str = "Verigator sandbox at ";

/// Runs until the server is ended, by the interrupt key say.
pub(super) fn run(workspace: &Workspace, port: Option<u16>, open: bool) -> Result<()> {
    let shell = setup::for_build(workspace)?;
    build::package(&shell, workspace)?;
    shell.change_dir(install(&shell, workspace, &consumer::pack(&shell, workspace)?)?);
    let port = port.iter().flat_map(|port| ["--port".to_owned(), port.to_string()]);
    let mut server = Command::from(cmd!(shell, "node {SERVER} sandbox {port...}"))
        .stdout(Stdio::piped())
        .spawn()
        .context("could not run Node")?;
    let output = server.stdout.take().context("the server has an output")?;
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        if let Some(address) = line.strip_prefix(LISTENING) {
            welcome(address, open);
        }
    }
    ensure!(server.wait()?.success(), "the sandbox's server failed; above stands why");
    Ok(())
}

/// Installs the package as built, page and all, in a folder, and returns that.
pub(crate) fn install(shell: &Shell, workspace: &Workspace, tarball: &Tarball) -> Result<PathBuf> {
    let folder = workspace.path("target/demo");
    tarball.install(shell, &folder)?;
    Ok(folder)
}

fn welcome(address: &str, open: bool) {
    progress::step(&format!("the demo page is at {address}/"));
    if open && let Err(error) = show(address) {
        // Whoever reads the address can open it all the same.
        progress::failed(&error);
    }
}

/// Opens the page in the user's browser, as each system does it.
fn show(address: &str) -> Result<()> {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/c", "start"]),
        _ => ("xdg-open", &[]),
    };
    Command::new(program)
        .args(arguments)
        .arg(format!("{address}/"))
        .spawn()
        .with_context(|| format!("{program} could not open the page in a browser"))?;
    Ok(())
}
