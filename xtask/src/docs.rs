//! `cargo xtask docs`: renders the documentation site, with the API reference and the demo page.

use std::path::Path;

use anyhow::{Context, Result};
use clap::Args;
use xshell::{Shell, cmd};

use crate::workspace::Workspace;
use crate::{build, progress, setup, site};

/// The environment variable with the base path, which `docs/.vitepress/config.mjs` reads.
const BASE: &str = "DOCS_BASE";

/// The arguments of the task.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The path under which the site will be served, such as /verigator/
    #[arg(long, value_name = "PATH", default_value = "/", value_parser = parse_base)]
    base: String,
    /// Serve the site on this machine afterwards
    #[arg(long)]
    serve: bool,
}

/// Builds the package, and renders the site into `target/docs`.
pub(crate) fn run(workspace: &Workspace, Options { base, serve }: &Options) -> Result<()> {
    let shell = setup::for_build(workspace)?;
    build::package(&shell, workspace)?;
    let folder = workspace.path("target/docs");
    render(&shell, workspace, base, &folder)?;
    progress::done("built target/docs/, which any static host can serve");
    if *serve {
        let docs = workspace.path("docs");
        // VitePress serves the folder that its own build writes by default.
        cmd!(
            shell,
            "node {docs}/node_modules/vitepress/bin/vitepress.js preview {docs} --base {base} --outDir {folder}"
        )
        .quiet()
        .run()?;
    }
    Ok(())
}

/// Renders the site of the package in `pkg/`, and fails if one of its links is broken.
pub(crate) fn render(shell: &Shell, workspace: &Workspace, base: &str, folder: &Path) -> Result<()> {
    setup::npm_install(shell, workspace, "docs")?;
    let docs = workspace.path("docs");
    progress::step(&format!("rendering {}", folder.display()));
    cmd!(shell, "node {docs}/generate/main.mjs").quiet().run().context("could not generate docs/generated")?;
    let vitepress = docs.join("node_modules/vitepress/bin/vitepress.js");
    cmd!(shell, "node {vitepress} build {docs} --outDir {folder} --logLevel warn").env(BASE, base).quiet().run()?;
    site::make_static(shell, workspace, &folder.join("demo"))?;
    let check = workspace.path("tests/docs/check-links.mjs");
    Ok(cmd!(shell, "node {check} {folder} {base}").quiet().run()?)
}

/// Checks that a base path starts and ends with a slash.
fn parse_base(text: &str) -> Result<String, String> {
    if text.starts_with('/') && text.ends_with('/') {
        Ok(text.to_owned())
    } else {
        Err("expected a path that starts and ends with a slash".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::parse_base;

    #[test]
    fn base_starts_and_ends_with_a_slash() {
        for base in ["/", "/verigator/", "/docs/next/"] {
            assert_eq!(parse_base(base).as_deref(), Ok(base));
        }
        for wrong in ["", "verigator", "/verigator", "verigator/", "https://example.com"] {
            assert!(parse_base(wrong).is_err(), "{wrong}");
        }
    }
}
