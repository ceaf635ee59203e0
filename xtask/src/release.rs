//! `cargo xtask release --dry-run`: everything that has to hold before a version is published. RELEASING.md says what comes then.

use anyhow::{Context, Result, bail, ensure};
use lexopt::{Arg, Parser};
use xshell::{Shell, cmd};

use crate::workspace::{VERSION, Workspace};
use crate::{progress, test};

/// Checks the checkout, runs the tests, and packs the package into `target/release-package`. It publishes nothing.
pub(crate) fn run(workspace: &Workspace, mut flags: Parser) -> Result<()> {
    match flags.next()? {
        Some(Arg::Long("dry-run")) => {}
        Some(other) => return Err(other.unexpected().into()),
        None => {
            bail!("publishing is a person's step, in RELEASING.md; `cargo xtask release --dry-run` does all before it")
        }
    }
    let shell = workspace.shell()?;
    progress::step(&format!("checking version {VERSION}"));
    check_committed(&shell)?;
    check_changelog(&shell.read_file(workspace.template().join("CHANGELOG.md"))?)?;
    test::run(workspace)?;
    check_committed(&shell).context("the tests changed what is committed")?;
    pack(&shell, workspace)
}

fn check_committed(shell: &Shell) -> Result<()> {
    let changes = cmd!(shell, "git status --porcelain").quiet().read()?;
    ensure!(changes.is_empty(), "expected everything to be committed, found:\n{changes}");
    Ok(())
}

/// The newest section of the changelog has to be that of the version.
fn check_changelog(changelog: &str) -> Result<()> {
    let newest = changelog.lines().find_map(|line| line.strip_prefix("## "));
    let newest = newest.context("CHANGELOG.md has no section")?;
    ensure!(newest == VERSION, "Cargo.toml has version {VERSION}, the newest section of CHANGELOG.md is {newest}");
    Ok(())
}

/// npm itself prints the list of files, the sizes and the hash.
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
    fn changelog_without_the_version_on_top_is_refused() {
        assert!(check_changelog(&format!("## 0.0.1\n\n## {VERSION}\n")).is_err());
        assert!(check_changelog("# Changelog\n").is_err());
    }
}
