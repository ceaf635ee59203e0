//! `cargo xtask release`: checks and packs a version. RELEASING.md describes the other steps, and `.github/workflows/release.yml` publishes.

mod repository;

use anyhow::{Context, Result, ensure};
use clap::Args;
use xshell::{Shell, cmd};

use crate::workspace::{VERSION, Workspace};
use crate::{build, progress, setup, test};
use repository::Repository;

/// The arguments of the task.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Do everything but publish, which the workflow of a pushed tag does
    #[arg(long, required_unless_present = "pack")]
    dry_run: bool,
    /// Only check the version, build and pack, once the tests have passed elsewhere
    #[arg(long, conflicts_with = "dry_run")]
    pack: bool,
    /// Fail unless the version's tag is this one
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
}

/// Checks the checkout, runs the tests, and packs the package into `target/release-package`. Publishes nothing.
pub(crate) fn run(workspace: &Workspace, Options { pack: is_tested, tag, .. }: &Options) -> Result<()> {
    let shell = workspace.shell()?;
    progress::step(&format!("checking version {VERSION}"));
    check_committed(&shell)?;
    check_changelog(&shell.read_file(workspace.template().join("CHANGELOG.md"))?)?;
    check_tag(tag.as_deref())?;
    let repository = Repository::of_checkout(&shell)?;
    if *is_tested {
        build::package(&setup::for_build(workspace)?, workspace)?;
    } else {
        test::run_all(workspace)?;
    }
    check_committed(&shell).context("the task changed committed files")?;
    pack(&shell, workspace, &repository)
}

/// Checks that the tag that is released is the version's.
fn check_tag(tag: Option<&str>) -> Result<()> {
    ensure!(tag.is_none_or(|tag| tag == format!("v{VERSION}")), "expected the tag v{VERSION}, found another one");
    Ok(())
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

/// Packs the package with links to its repository. npm prints the list of files, their sizes and the hash.
fn pack(shell: &Shell, workspace: &Workspace, repository: &Repository) -> Result<()> {
    progress::step("packing");
    let manifest = workspace.package().join("package.json");
    shell.write_file(&manifest, repository.stamp(&shell.read_file(&manifest)?)?)?;
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
    use super::{VERSION, check_changelog, check_tag};

    #[test]
    fn tag_of_another_version_is_an_error() {
        assert!(check_tag(None).is_ok());
        assert!(check_tag(Some(&format!("v{VERSION}"))).is_ok());
        for tag in [VERSION, "v0.0.1", &format!("v{VERSION}-rc.1")] {
            assert!(check_tag(Some(tag)).is_err(), "{tag}");
        }
    }

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
