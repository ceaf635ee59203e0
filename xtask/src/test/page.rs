//! The steps that go through the demo page in browsers, as a person would.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::demo;
use crate::site::{self, SandboxPlace};
use crate::workspace::Workspace;

/// Makes the static page and that of the sandbox's server, and runs the suites of `tests/page` by Node's test runner.
pub(crate) fn test(shell: &Shell, workspace: &Workspace) -> Result<()> {
    site::lay_out(shell, workspace, SandboxPlace::Page, &workspace.site())?;
    demo::install_page(shell, workspace)?;
    let files = shell.read_dir(workspace.path("tests/page"))?;
    let suites = files.iter().filter(|file| file.to_string_lossy().contains(".test."));
    Ok(cmd!(shell, "node --test --test-concurrency=2 --test-reporter=spec {suites...}").quiet().run()?)
}
