//! Joins the public declarations of a component into one file without imports.

use anyhow::{Context, Result, ensure};
use xshell::Shell;

use super::component::{Component, Declarations};
use crate::workspace::Workspace;

/// The declarations of the Web types that every component uses.
///
/// They take the types from the user's environment. A reference to a library would add it to the user's project, where the DOM conflicts with
/// the types of Workers.
const WEB_TYPES: &str = "web-types.d.ts";

/// Declares the parts of `lib.esnext.disposable` that the generated classes use, for TypeScript before 5.2. Newer versions merge the two.
const DISPOSABLE: &str = "/** Declared here for TypeScript before 5.2, which lacks `lib.esnext.disposable`. */
declare global {
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
  interface Disposable {
    [Symbol.dispose](): void;
  }
}";

/// The first declaration of wasm-bindgen's loading functions. It follows the classes, and nothing from here on is public.
const START_OF_LOADING: &str = "export type InitInput =";

/// Replacements in wasm-bindgen's declarations: comments for linters are removed, undocumented members get documentation.
const REPLACEMENTS: [(&str, &str); 5] = [
    ("/* tslint:disable */\n", ""),
    ("/* eslint-disable */\n", ""),
    (
        "    free(): void;\n",
        "    /** Frees the object's memory immediately instead of waiting for garbage collection. The object can't be used afterwards. */\n    free(): void;\n",
    ),
    ("    private constructor();\n", "    /** Only the package creates instances. */\n    private constructor();\n"),
    (
        "    [Symbol.dispose](): void;\n",
        "    /** Frees the object at the end of the scope of a `using` declaration. */\n    [Symbol.dispose](): void;\n",
    ),
];

/// Joins the declarations of a component.
pub(crate) fn assemble(shell: &Shell, workspace: &Workspace, component: &Component) -> Result<String> {
    let mut texts = Vec::new();
    for source in component.declarations {
        let declarations = match source {
            Declarations::Generated => generated(shell, workspace, component)?,
            Declarations::Written(file) => written(shell, workspace, component, file)?,
        };
        texts.push(format!("{}\n", declarations.trim()));
    }
    // Last, so that a component's own documentation stays at the start of the file.
    texts.push(shell.read_file(workspace.template().join(WEB_TYPES))?);
    Ok(texts.join("\n"))
}

fn generated(shell: &Shell, workspace: &Workspace, component: &Component) -> Result<String> {
    let text = shell.read_file(component.wasm_pack_output(workspace).declarations())?;
    let (classes, loading) = text
        .split_once(START_OF_LOADING)
        .with_context(|| format!("expected wasm-bindgen's declarations to have `{START_OF_LOADING}`, found none"))?;
    ensure!(
        !loading.contains("export class"),
        "expected wasm-bindgen to declare its loading functions last, found classes after them"
    );
    let replaced =
        REPLACEMENTS.iter().fold(classes.to_owned(), |text, (bare, documented)| text.replace(bare, documented));
    Ok(format!("{DISPOSABLE}\n\n{}", replaced.trim()))
}

fn written(shell: &Shell, workspace: &Workspace, component: &Component, file: &str) -> Result<String> {
    let text = shell.read_file(workspace.path(component.source).join(file))?;
    let is_relative = |line: &str| line.starts_with("import ") && !line.ends_with(" from \"verigator\";");
    ensure!(
        !text.lines().any(is_relative),
        "expected {file} to import only from \"verigator\", since it is joined into index.d.ts"
    );
    Ok(text)
}
