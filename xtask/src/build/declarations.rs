//! Joins the public declarations of a component into one file without imports.

use anyhow::{Result, ensure};
use xshell::Shell;

use super::component::Component;
use crate::workspace::Workspace;

/// The declarations of the Web types that every component uses.
///
/// They take the types from the user's environment. A reference to a library would add it to the user's project, where the DOM conflicts with
/// the types of Workers.
const WEB_TYPES: &str = "web-types.d.ts";

/// Joins the declarations of a component.
pub(crate) fn assemble(shell: &Shell, workspace: &Workspace, component: &Component) -> Result<String> {
    let mut texts = Vec::new();
    for file in component.declarations {
        let text = shell.read_file(workspace.path(component.source).join(file))?;
        let is_relative = |line: &str| line.starts_with("import ") && !line.ends_with(" from \"verigator\";");
        ensure!(
            !text.lines().any(is_relative),
            "expected {file} to import only from \"verigator\", since it is joined into index.d.ts"
        );
        texts.push(text);
    }
    // Last, so that a component's own documentation stays at the start of the file.
    texts.push(shell.read_file(workspace.template().join(WEB_TYPES))?);
    Ok(texts.join("\n"))
}
