//! `cargo xtask release --dry-run`: every check before a version is published. RELEASING.md describes the steps after it.

use anyhow::{Context, Result, ensure};
use clap::Args;
use xshell::{Shell, cmd};

use crate::workspace::{VERSION, Workspace};
use crate::{progress, test};

/// The arguments of the task.
#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Do everything but publish, which is a manual step described in RELEASING.md
    #[arg(long, required = true)]
    dry_run: bool,
}

/// Checks the checkout, runs the tests, and packs the package into `target/release-package`. Publishes nothing.
pub(crate) fn run(workspace: &Workspace, Options { dry_run }: &Options) -> Result<()> {
    ensure!(dry_run, "this task never publishes: use --dry-run, then follow RELEASING.md");
    let shell = workspace.shell()?;
    progress::step(&format!("checking version {VERSION}"));
    check_committed(&shell)?;
    check_changelog(&shell.read_file(workspace.template().join("CHANGELOG.md"))?)?;
    test::run_all(workspace)?;
    check_committed(&shell).context("the tests changed committed files")?;
    pack(&shell, workspace)
}

fn check_committed(shell: &Shell) -> Result<()> {
    let changes = cmd!(shell, "git status --porcelain").quiet().read()?;
    ensure!(changes.is_empty(), "expected every change to be committed, found:\n{changes}");
    Ok(())
}

/// Checks that the changelog's newest section is the version's.
fn check_changelog(changelog: &str) -> Result<()> {
    let newest = changelog.lines().find_map(|line| line.strip_prefix("## "));
    let newest = newest.context("expected CHANGELOG.md to have a section, found none")?;
    ensure!(newest == VERSION, "Cargo.toml has version {VERSION}, the newest section of CHANGELOG.md is {newest}");
    Ok(())
}

/// Packs the package. npm prints the list of files, their sizes and the hash.
fn pack(shell: &Shell, workspace: &Workspace) -> Result<()> {
    progress::step("packing");
    let folder = workspace.path("target/release-package");
    shell.remove_path(&folder)?;
    shell.create_dir(&folder)?;
    let package = workspace.package();
    cmd!(shell, "npm pack {package} --ignore-scripts --pack-destination {folder}").quiet().run()?;
    println!("\nready to publish: {}", folder.join(format!("verigator-{VERSION}.tgz")).display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{VERSION, check_changelog};

    #[test]
    fn changelog_whose_newest_section_is_the_version_is_accepted() {
        assert!(check_changelog(&format!("# Changelog\n\n## {VERSION}\n\nNew.\n\n## 0.0.1\n")).is_ok());
    }

    #[test]
    fn changelog_whose_newest_section_is_another_version_is_an_error() {
        assert!(check_changelog(&format!("## 0.0.1\n\n## {VERSION}\n")).is_err());
        assert!(check_changelog("# Changelog\n").is_err());
    }
}
