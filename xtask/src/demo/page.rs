//! Serves the demo page with the sandbox server of the installed package.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::consumer::Tarball;
use crate::workspace::Workspace;
use crate::{consumer, progress};

/// The path of the command in a project that has installed the package.
const SERVER: &str = "node_modules/verigator/sandbox/bin/verigator.js";

/// The start of the line in which the server prints its URL.
const URL_PREFIX: &str = "Verigator sandbox at ";

/// Runs the server until it exits, e.g. after Ctrl+C.
pub(super) fn run(shell: &Shell, workspace: &Workspace, port: Option<u16>, open: bool) -> Result<()> {
    shell.change_dir(install(shell, workspace, &consumer::pack(shell, workspace)?)?);
    let port = port.iter().flat_map(|port| ["--port".to_owned(), port.to_string()]);
    let mut server = Command::from(cmd!(shell, "node {SERVER} sandbox {port...}"))
        .stdout(Stdio::piped())
        .spawn()
        .context("could not run Node")?;
    let output = server.stdout.take().context("the output of the server is piped")?;
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        if let Some(url) = line.strip_prefix(URL_PREFIX) {
            on_listening(url, open);
        }
    }
    ensure!(server.wait()?.success(), "the sandbox server failed; see its output above");
    Ok(())
}

/// Installs the packed package, which includes the page, in a project. Returns the folder of the project.
pub(crate) fn install(shell: &Shell, workspace: &Workspace, tarball: &Tarball) -> Result<PathBuf> {
    let folder = workspace.path("target/demo/page");
    tarball.install(shell, &folder)?;
    Ok(folder)
}

fn on_listening(url: &str, open: bool) {
    progress::step(&format!("the demo page is at {url}/"));
    if open && let Err(error) = open_in_browser(url) {
        // Not fatal: the URL can still be opened by hand.
        progress::failed(&error);
    }
}

/// Opens the page in the default browser of the operating system.
fn open_in_browser(url: &str) -> Result<()> {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/c", "start"]),
        _ => ("xdg-open", &[]),
    };
    Command::new(program)
        .args(arguments)
        .arg(format!("{url}/"))
        .spawn()
        .with_context(|| format!("{program} could not open the page in a browser"))?;
    Ok(())
}
