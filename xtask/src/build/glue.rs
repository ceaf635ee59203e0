//! Turns the glue that wasm-bindgen generates into a file of the package.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, bail, ensure};
use xshell::Shell;

use super::component::Component;
use crate::workspace::Workspace;

/// The prefix that wasm-bindgen adds to the path of every module that the Rust code imports.
const SNIPPETS: &str = "./snippets/";

/// Reads the part's glue with its imports pointed at the package's own files.
///
/// wasm-bindgen copies each imported module into a folder that is named by a hash. Were that copy used, its classes would be others
/// than those that the package exports.
pub(crate) fn relink(shell: &Shell, workspace: &Workspace, component: &Component) -> Result<String> {
    let output = component.wasm_pack_output(workspace);
    let mut glue = shell.read_file(output.glue())?;
    for import in component.imports {
        let copy = path_of_copy(&glue, import)?;
        let original = workspace.path(component.source).join(import);
        check_same(shell, &output.folder.join(&copy), &original)?;
        glue = glue.replace(&copy, &format!("./{import}"));
    }
    let glue = defer_text_coders(&glue)?;
    match glue.lines().find(|line| line.contains(SNIPPETS) || line.contains("import.meta")) {
        None => Ok(glue),
        Some(line) => bail!("expected no further import and no `import.meta` in the glue, found: {line}"),
    }
}

/// What stands once in the glue, and what replaces it, to make the coders of text on first use.
const DEFERRED_TEXT_CODERS: [(&str, &str); 5] = [
    (
        "let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });\ncachedTextDecoder.decode();\nconst ",
        "let cachedTextDecoder;\nconst ",
    ),
    // The glue replaces a decoder that has decoded so many bytes, and so makes the first one.
    ("let numBytesDecoded = 0;", "let numBytesDecoded = MAX_SAFARI_DECODE_BYTES;"),
    (
        "const cachedTextEncoder = new TextEncoder();

if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = function (arg, view) {
        const buf = cachedTextEncoder.encode(arg);
        view.set(buf);
        return {
            read: arg.length,
            written: buf.length
        };
    };
}
",
        "let cachedTextEncoder;\n",
    ),
    ("cachedTextEncoder.encode(arg)", "(cachedTextEncoder ??= new TextEncoder()).encode(arg)"),
    ("cachedTextEncoder.encodeInto(arg, view)", "(cachedTextEncoder ??= new TextEncoder()).encodeInto(arg, view)"),
];

/// Makes the glue's TextDecoder and TextEncoder on first use. The generator makes them at import, which fails where they are missing: in React Native, whose
/// entry says what to do instead, and in Jest's jsdom, where no test could import a module that imports the package. All supported runtimes have `encodeInto`.
fn defer_text_coders(glue: &str) -> Result<String> {
    DEFERRED_TEXT_CODERS.iter().try_fold(glue.to_owned(), |glue, (generated, deferred)| {
        let count = glue.matches(generated).count();
        ensure!(
            count == 1,
            "wasm-bindgen's glue has changed: expected this once, found it {count} times:\n{generated}"
        );
        Ok(glue.replace(generated, deferred))
    })
}

/// Finds the path, within wasm-pack's output, that the glue imports in place of a module of the package.
fn path_of_copy(glue: &str, import: &str) -> Result<String> {
    let end = format!("/{import}");
    let is_copy = |text: &&str| text.starts_with(SNIPPETS) && text.ends_with(&end);
    let copies = glue.split('\'').filter(is_copy).collect::<BTreeSet<_>>();
    match copies.first() {
        Some(copy) if copies.len() == 1 => Ok((*copy).to_owned()),
        _ => bail!("expected the glue to import {import} from one place, found {copies:?}"),
    }
}

fn check_same(shell: &Shell, copy: &Path, original: &Path) -> Result<()> {
    let is_same = shell.read_file(copy)? == shell.read_file(original)?;
    ensure!(is_same, "expected {} to be a copy of {}, and it differs", copy.display(), original.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{DEFERRED_TEXT_CODERS, defer_text_coders, path_of_copy};

    #[test]
    fn copy_is_found_however_often_it_is_imported() {
        let glue =
            "import { a } from './snippets/x-1/dir/errors.js';\nimport * as b from './snippets/x-1/dir/errors.js';";
        assert_eq!(path_of_copy(glue, "errors.js").unwrap(), "./snippets/x-1/dir/errors.js");
    }

    #[test]
    fn import_that_is_missing_or_ambiguous_is_an_error() {
        assert!(path_of_copy("import { a } from './snippets/x-1/other.js';", "errors.js").is_err());
        assert!(path_of_copy("'./snippets/x-1/errors.js' './snippets/x-2/errors.js'", "errors.js").is_err());
    }

    #[test]
    fn text_coders_are_made_on_first_use() {
        let generated: String = DEFERRED_TEXT_CODERS.iter().map(|(generated, _)| *generated).collect();
        let deferred = defer_text_coders(&generated).unwrap();
        assert!(!deferred.lines().any(|line| line.contains("= new Text") && !line.contains("??=")), "{deferred}");
    }

    #[test]
    fn changed_text_coder_is_an_error() {
        let error = defer_text_coders("const cachedTextDecoder = new TextDecoder();").unwrap_err();
        assert!(error.to_string().contains("wasm-bindgen's glue has changed"), "{error}");
    }
}
