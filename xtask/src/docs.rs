//! `cargo xtask docs`: renders the package's API reference and its README as a small site.

use anyhow::Result;
use xshell::cmd;

use crate::workspace::Workspace;
use crate::{build, progress, setup};

/// Renders the site into `target/docs`, and fails if one of its links is broken.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let shell = setup::for_build(workspace)?;
    build::package(&shell, workspace)?;
    let tools = workspace.path("tests/docs");
    setup::npm_install(&shell, &tools)?;
    progress::step("rendering target/docs");
    let site = workspace.path("target/docs");
    cmd!(shell, "node {tools}/node_modules/typedoc/bin/typedoc --options {tools}/typedoc.json --tsconfig {tools}/tsconfig.json --logLevel Warn")
        .quiet()
        .run()?;
    Ok(cmd!(shell, "node {tools}/check-links.mjs {site}").quiet().run()?)
}
