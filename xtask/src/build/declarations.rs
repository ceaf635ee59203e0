//! Puts the public declarations of a part together into one file that imports nothing.

use anyhow::{Context, Result, ensure};
use xshell::Shell;

use super::part::{Declarations, Part};
use crate::workspace::Workspace;

/// What the declarations use of TypeScript's own libraries.
const REFERENCES: &str = "/// <reference lib=\"dom\" />\n";

/// What generated classes use of a library that TypeScript has from 5.2 on. Where it is there too, the two merge.
const DISPOSABLE: &str = "/** What TypeScript has in a library of its own from 5.2 on. */
declare global {
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
  interface Disposable {
    [Symbol.dispose](): void;
  }
}";

/// Where wasm-bindgen's declarations of the classes end and those of its loading functions, which are no one's business, begin.
const START_OF_LOADING: &str = "export type InitInput =";

/// Lines that wasm-bindgen writes, and what becomes of them: its notes to linters go, its members get their documentation.
const AMENDMENTS: [(&str, &str); 5] = [
    ("/* tslint:disable */\n", ""),
    ("/* eslint-disable */\n", ""),
    (
        "    free(): void;\n",
        "    /** Gives the object's memory back at once, which the garbage collector else does in its time. It can't be used afterwards. */\n    free(): void;\n",
    ),
    ("    private constructor();\n", "    /** Only the package makes one. */\n    private constructor();\n"),
    (
        "    [Symbol.dispose](): void;\n",
        "    /** Frees the object where a `using` declaration ends. */\n    [Symbol.dispose](): void;\n",
    ),
];

/// Joins the part's declarations.
pub(crate) fn assemble(shell: &Shell, workspace: &Workspace, part: &Part) -> Result<String> {
    let mut text = REFERENCES.to_owned();
    for source in part.declarations {
        let piece = match source {
            Declarations::Generated => generated(shell, workspace, part)?,
            Declarations::Written(file) => written(shell, workspace, part, file)?,
        };
        text = format!("{text}\n{}\n", piece.trim());
    }
    Ok(text)
}

fn generated(shell: &Shell, workspace: &Workspace, part: &Part) -> Result<String> {
    let text = shell.read_file(part.wasm_pack_output(workspace).declarations())?;
    let (classes, loading) =
        text.split_once(START_OF_LOADING).context("wasm-bindgen's declarations have another shape than before")?;
    ensure!(!loading.contains("export class"), "wasm-bindgen declares classes after its loading");
    let amended = AMENDMENTS.iter().fold(classes.to_owned(), |text, (bare, documented)| text.replace(bare, documented));
    Ok(format!("{DISPOSABLE}\n\n{}", amended.trim()))
}

fn written(shell: &Shell, workspace: &Workspace, part: &Part, file: &str) -> Result<String> {
    let text = shell.read_file(workspace.template().join(part.folder).join(file))?;
    let is_relative = |line: &str| line.starts_with("import ") && !line.ends_with(" from \"verigator\";");
    ensure!(
        !text.lines().any(is_relative),
        "{file} may import from \"verigator\" alone, since it becomes a piece of index.d.ts"
    );
    Ok(text)
}
