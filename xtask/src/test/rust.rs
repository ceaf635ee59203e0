//! The steps that are about the Rust code on the host.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::build::PARTS;
use crate::workspace::Workspace;

/// Checks that rustfmt would change nothing.
pub(crate) fn format(shell: &Shell, _: &Workspace) -> Result<()> {
    Ok(cmd!(shell, "cargo fmt --all --check").quiet().run()?)
}

/// Denies what clippy finds in any crate and any test.
pub(crate) fn lint(shell: &Shell, _: &Workspace) -> Result<()> {
    Ok(cmd!(shell, "cargo clippy --quiet --workspace --all-targets -- --deny warnings").quiet().run()?)
}

/// Denies what clippy finds in the code that only the wasm builds have.
pub(crate) fn lint_wasm(shell: &Shell, _: &Workspace) -> Result<()> {
    let packages = PARTS.iter().flat_map(|part| ["--package", part.crate_name]);
    cmd!(shell, "cargo clippy --quiet {packages...} --target wasm32-unknown-unknown -- --deny warnings")
        .quiet()
        .run()?;
    cmd!(shell, "cargo clippy --quiet --package verigator --tests --target wasm32-unknown-unknown -- --deny warnings")
        .quiet()
        .run()?;
    Ok(())
}

/// Runs the tests of every crate.
pub(crate) fn test(shell: &Shell, _: &Workspace) -> Result<()> {
    Ok(cmd!(shell, "cargo test --quiet --workspace").quiet().run()?)
}
