//! The steps that go through the demo page in browsers, as a person would.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::workspace::Workspace;
use crate::{consumer, demo, site};

/// Makes the static page, installs the package with the other, and runs the suites of `tests/page` by Node's test runner.
pub(crate) fn test(shell: &Shell, workspace: &Workspace) -> Result<()> {
    site::make_static(shell, workspace)?;
    demo::install_page(shell, workspace, &consumer::packed(workspace))?;
    let files = shell.read_dir(workspace.path("tests/page"))?;
    let suites = files.iter().filter(|file| file.to_string_lossy().contains(".test."));
    Ok(cmd!(shell, "node --test --test-concurrency=2 --test-reporter=spec {suites...}").quiet().run()?)
}
