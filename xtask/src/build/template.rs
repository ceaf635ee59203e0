//! Copies the hand-written files of the package, and writes the version into it.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use xshell::Shell;

use super::part::PARTS;
use crate::workspace::{VERSION, Workspace};

/// What stands in the template in place of the version.
const VERSION_TO_BE: &str = "\"version\": \"0.0.0\"";

/// The folder of the entries, from which each part in a folder of its own gets the same.
const ENTRIES: &str = "entries";

/// What stands in an entry in place of the part's name.
const NAME_TO_BE: &str = "PART";

/// Makes `pkg/` anew with the files of `pkg-template/`, the declarations apart, which become pieces of others.
pub(crate) fn lay_out(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let package = workspace.package();
    shell.remove_path(&package)?;
    copy_folder(shell, &workspace.template(), &package)?;
    shell.remove_path(package.join(ENTRIES))?;
    for part in PARTS.iter().filter(|part| !part.folder.is_empty()) {
        lay_out_entries(shell, &workspace.template().join(ENTRIES), &package, part.folder)?;
    }
    shell.copy_file(workspace.path("LICENSE"), &package)?;
    stamp_version(shell, &package.join("package.json"))
}

fn copy_folder(shell: &Shell, from: &Path, to: &Path) -> Result<()> {
    shell.create_dir(to)?;
    for entry in shell.read_dir(from)? {
        let name = entry.file_name().context("an entry of a folder has a name")?;
        if entry.is_dir() {
            copy_folder(shell, &entry, &to.join(name))?;
        } else if !is_declaration(&entry) {
            shell.copy_file(&entry, to)?;
        }
    }
    Ok(())
}

/// Writes the entries of a part. They tell the part how their runtime gets hold of its wasm, and differ in its name alone.
fn lay_out_entries(shell: &Shell, entries: &Path, package: &Path, name: &str) -> Result<()> {
    for entry in shell.read_dir(entries)? {
        let file = entry.file_name().context("an entry of a folder has a name")?;
        shell.write_file(package.join(name).join(file), shell.read_file(&entry)?.replace(NAME_TO_BE, name))?;
    }
    Ok(())
}

fn is_declaration(file: &Path) -> bool {
    file.to_string_lossy().ends_with(".d.ts")
}

fn stamp_version(shell: &Shell, manifest: &Path) -> Result<()> {
    let template = shell.read_file(manifest)?;
    let places = template.matches(VERSION_TO_BE).count();
    ensure!(places == 1, "pkg-template/package.json should have {VERSION_TO_BE} once, not {places} times");
    let stamped = template.replace(VERSION_TO_BE, &format!("\"version\": \"{VERSION}\""));
    Ok(shell.write_file(manifest, stamped)?)
}
