//! Turns the glue that wasm-bindgen generates into a file of the package.

use anyhow::{Context, Result, ensure};
use xshell::Shell;

use super::part::{Part, WasmPackOutput};
use crate::workspace::Workspace;

/// What wasm-bindgen puts before the path of every module that the Rust code imports.
const SNIPPETS: &str = "./snippets/";

/// Reads the part's glue with its imports pointed at the package's own files.
///
/// wasm-bindgen copies each imported module into a folder that is named by a hash. Were that copy used, its classes would be others
/// than those that the package exports.
pub(crate) fn relink(shell: &Shell, workspace: &Workspace, part: &Part) -> Result<String> {
    let output = part.wasm_pack_output(workspace);
    let mut glue = shell.read_file(output.glue())?;
    for import in part.imports {
        let copy = snippet(shell, workspace, part, &output, import)?;
        glue = glue.replace(&copy, &format!("./{import}"));
    }
    let left = glue.lines().find(|line| line.contains(SNIPPETS) || line.contains("import.meta"));
    match left {
        None => Ok(glue),
        Some(line) => anyhow::bail!("the glue has a line that the package can't have: {line}"),
    }
}

/// Finds the one path in the glue that stands for an imported module.
fn snippet(shell: &Shell, workspace: &Workspace, part: &Part, output: &WasmPackOutput, import: &str) -> Result<String> {
    let glue = shell.read_file(output.glue())?;
    let end = format!("/{import}'");
    let mut copies = glue
        .split('\'')
        .filter(|text| text.starts_with(SNIPPETS) && format!("{text}'").ends_with(&end))
        .collect::<Vec<_>>();
    copies.dedup();
    ensure!(copies.len() == 1, "the glue should import {import} from one place, and does from {copies:?}");
    let copy = copies.first().context("no import")?.to_string();
    let original = workspace.template().join(part.folder).join(import);
    ensure!(
        shell.read_file(output.folder.join(&copy))? == shell.read_file(&original)?,
        "the glue imports another {import} than {}",
        original.display()
    );
    Ok(copy)
}
