//! Copies the hand-written JavaScript of the package, and fills in the placeholders of its entries.

use std::path::Path;

use anyhow::{Context, Result};
use xshell::Shell;

use super::component::{COMPONENTS, Component};
use crate::workspace::Workspace;

/// The folder of `pkg-template` with the entry points, which every component gets.
pub(super) const ENTRIES: &str = "entries";

/// The name by which an entry calls its component, and the start of the paths by which it imports the modules that the components share.
const IMPORT_NAME: &str = "verigator/PART";
const WASM: &str = "PART.wasm";
const SHARED: &str = "\"../";

/// Creates `pkg/` with the hand-written files of all components, except the declarations, which `declarations` joins.
pub(crate) fn copy(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let package = workspace.package();
    shell.remove_path(&package)?;
    for component in COMPONENTS {
        let folder = package.join(component.folder);
        copy_folder(shell, &workspace.path(component.source), &folder)?;
        write_entries(shell, workspace, component, &folder)?;
        if !component.folder.is_empty() {
            write_fallback(shell, component, &package)?;
        }
    }
    shell.remove_path(package.join(ENTRIES))?;
    Ok(shell.copy_file(workspace.path("LICENSE"), &package)?)
}

/// Copies a folder without its declarations.
pub(super) fn copy_folder(shell: &Shell, from: &Path, to: &Path) -> Result<()> {
    shell.create_dir(to)?;
    for entry in shell.read_dir(from)? {
        let name = entry.file_name().context("an entry of a folder has a name")?;
        if entry.is_dir() {
            copy_folder(shell, &entry, &to.join(name))?;
        } else if !entry.to_string_lossy().ends_with(".d.ts") {
            shell.copy_file(&entry, to)?;
        }
    }
    Ok(())
}

/// Writes the entry points of a component. Each loads the wasm in the way of its runtime; only names and paths differ.
fn write_entries(shell: &Shell, workspace: &Workspace, component: &Component, folder: &Path) -> Result<()> {
    let shared = if component.folder.is_empty() { "\"./" } else { SHARED };
    for entry in shell.read_dir(workspace.template().join(ENTRIES))? {
        let name = entry.file_name().context("an entry of a folder has a name")?;
        if name == super::manifest::CONDITIONS {
            continue;
        }
        let text = shell.read_file(&entry)?;
        let text = text.replace(IMPORT_NAME, &component.import_name()).replace(WASM, component.wasm);
        shell.write_file(folder.join(name), text.replace(SHARED, shared))?;
    }
    Ok(())
}

/// Writes the entry of a component for tools that ignore `exports` of package.json, as Parcel does by default.
fn write_fallback(shell: &Shell, component: &Component, package: &Path) -> Result<()> {
    let folder = component.folder;
    let text =
        format!("// For tools that ignore `exports` of package.json.\nexport * from \"./{folder}/inline.js\";\n");
    Ok(shell.write_file(package.join(folder).with_extension("js"), text)?)
}
