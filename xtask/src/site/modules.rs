//! Finds the files of the package that a browser loads: entries and everything that they import, directly or indirectly.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use anyhow::{Result, ensure};
use xshell::Shell;

/// Returns the entries and the files that they need in a browser, relative to the package.
pub(crate) fn reachable(shell: &Shell, package: &Path, entries: &[&str]) -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    let mut queue: Vec<PathBuf> = entries.iter().map(PathBuf::from).collect();
    while let Some(file) = queue.pop() {
        if file.extension().is_some_and(|extension| extension == "js") {
            let text = shell.read_file(package.join(&file))?;
            let imports: Result<Vec<PathBuf>> = imports(&text).map(|import| resolve(&file, import)).collect();
            queue.extend(imports?.into_iter().filter(|import| !found.contains(import)));
        }
        found.insert(file);
    }
    Ok(found)
}

/// The text in front of the quoted path of a module or wasm file.
const IMPORT_PREFIXES: [&str; 4] = ["from ", "import ", "import(", "new URL("];

/// Returns the relative paths that a module imports.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split(['"', '\'']).zip(text.split(['"', '\'']).skip(1));
    let imported = quoted.filter(|(before, _)| IMPORT_PREFIXES.iter().any(|prefix| before.ends_with(prefix)));
    imported.map(|(_, path)| path).filter(|path| path.starts_with('.'))
}

fn resolve(importer: &Path, import: &str) -> Result<PathBuf> {
    let mut path = importer.parent().unwrap_or(Path::new("")).to_owned();
    for component in Path::new(import).components() {
        match component {
            Component::Normal(name) => path.push(name),
            Component::ParentDir => {
                ensure!(path.pop(), "{} imports {import}, which is outside the package", importer.display());
            }
            _ => {}
        }
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_include_modules_re_exports_and_wasm_urls() {
        let text = "import { a } from \"../a.js\";\nexport * from './b.js';\nnew URL(\"./c.wasm\", import.meta.url);\nimports[\"./d.js\"]";
        assert_eq!(imports(text).collect::<Vec<_>>(), ["../a.js", "./b.js", "./c.wasm"]);
    }

    #[test]
    fn imports_resolve_relative_to_their_importer_and_never_outside_the_package() {
        let importer = Path::new("sandbox/browser.js");
        assert_eq!(resolve(importer, "../loader.js").unwrap(), Path::new("loader.js"));
        assert_eq!(resolve(importer, "./glue.js").unwrap(), Path::new("sandbox/glue.js"));
        assert!(resolve(importer, "../../outside.js").is_err());
    }
}
