//! Copies the hand-written files of the package, and fills in their placeholders.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use xshell::Shell;

use super::component::COMPONENTS;
use crate::workspace::{VERSION, Workspace};

/// The placeholder of the version in package.json.
const VERSION_PLACEHOLDER: &str = "\"version\": \"0.0.0\"";

/// The folder with the entry points, which is copied to every component that has its own folder.
const ENTRIES: &str = "entries";

/// The placeholder of the component's name in an entry point.
const NAME_PLACEHOLDER: &str = "PART";

/// Creates `pkg/` with the files of `pkg-template/`, except the declarations, which `declarations` joins.
pub(crate) fn copy(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let package = workspace.package();
    shell.remove_path(&package)?;
    copy_folder(shell, &workspace.template(), &package)?;
    shell.remove_path(package.join(ENTRIES))?;
    for component in COMPONENTS.iter().filter(|component| !component.folder.is_empty()) {
        write_entries(shell, &workspace.template().join(ENTRIES), &package, component.folder)?;
    }
    shell.copy_file(workspace.path("LICENSE"), &package)?;
    write_version(shell, &package.join("package.json"))
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

/// Writes the entry points of a component. Each loads the wasm in the way of its runtime; only the component's name differs.
fn write_entries(shell: &Shell, entries: &Path, package: &Path, name: &str) -> Result<()> {
    for entry in shell.read_dir(entries)? {
        let file = entry.file_name().context("an entry of a folder has a name")?;
        shell.write_file(package.join(name).join(file), shell.read_file(&entry)?.replace(NAME_PLACEHOLDER, name))?;
    }
    Ok(())
}

fn is_declaration(file: &Path) -> bool {
    file.to_string_lossy().ends_with(".d.ts")
}

fn write_version(shell: &Shell, manifest: &Path) -> Result<()> {
    let template = shell.read_file(manifest)?;
    let count = template.matches(VERSION_PLACEHOLDER).count();
    ensure!(
        count == 1,
        "expected pkg-template/package.json to have {VERSION_PLACEHOLDER} once, found it {count} times"
    );
    let text = template.replace(VERSION_PLACEHOLDER, &format!("\"version\": \"{VERSION}\""));
    Ok(shell.write_file(manifest, text)?)
}
