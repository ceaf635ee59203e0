//! The modules for pages, `verigator/login` and `verigator/element`: hand-written JavaScript without wasm, which loads the client on demand.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use xshell::{Shell, cmd};

use crate::workspace::Workspace;

/// Their folder in the package, and that of their source.
const FOLDER: &str = "login";
const SOURCE: &str = "login/js";

/// The modules that users import, by the last part of their names. Each has declarations of its own.
const MODULES: [&str; 2] = ["login", "element"];

/// The module that acts when it is imported: it defines the element.
const ELEMENT: &str = "element";

/// The folder with a module for each language, which share their declarations, and the name under which users import them.
const TEXTS: &str = "texts";
const EXPORTED_TEXTS: &str = "element/texts";

/// Adds the modules, their declarations, and a bundle of each for `require`.
pub(super) fn add(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let folder = workspace.package().join(FOLDER);
    super::template::copy_folder(shell, &workspace.path(SOURCE), &folder)?;
    for name in MODULES.into_iter().chain([TEXTS]) {
        let declarations = shell.read_file(workspace.path(SOURCE).join(name).with_extension("d.ts"))?;
        shell.write_file(folder.join(name).with_extension("d.ts"), &declarations)?;
        // TypeScript looks for the twin of a module that a CommonJS declaration imports.
        let declarations = declarations.replace(".js\";", ".cjs\";");
        shell.write_file(folder.join(name).with_extension("d.cts"), declarations)?;
    }
    for name in MODULES {
        bundle_common_js(shell, &folder.join(name))?;
        let text =
            format!("// For tools that ignore `exports` of package.json.\nexport * from \"./{FOLDER}/{name}.js\";\n");
        shell.write_file(workspace.package().join(name).with_extension("js"), text)?;
    }
    for language in languages(shell, workspace)? {
        bundle_common_js(shell, &folder.join(TEXTS).join(language))?;
    }
    Ok(())
}

/// Their part of `exports` in package.json.
pub(super) fn exports(shell: &Shell, workspace: &Workspace) -> Result<Map<String, Value>> {
    let modules = MODULES.into_iter().map(|name| (format!("./{name}"), entry(name, name)));
    let texts = languages(shell, workspace)?;
    let texts =
        texts.iter().map(|name| (format!("./{EXPORTED_TEXTS}/{name}"), entry(TEXTS, &format!("{TEXTS}/{name}"))));
    Ok(modules.chain(texts).collect())
}

/// Their part of `typesVersions`, for TypeScript's old resolution.
pub(super) fn types_versions() -> impl Iterator<Item = (String, Value)> {
    let names = MODULES.into_iter().map(|name| (name.to_owned(), name));
    names.chain([(format!("{EXPORTED_TEXTS}/*"), TEXTS)]).map(|(name, file)| (name, json!([declarations(file, "ts")])))
}

/// The files that act when they are imported.
pub(super) fn side_effects() -> [String; 3] {
    [format!("./{ELEMENT}.js"), format!("./{FOLDER}/{ELEMENT}.js"), format!("./{FOLDER}/{ELEMENT}.cjs")]
}

fn entry(types: &str, file: &str) -> Value {
    json!({
        "types": { "require": declarations(types, "cts"), "default": declarations(types, "ts") },
        "require": format!("./{FOLDER}/{file}.cjs"),
        "default": format!("./{FOLDER}/{file}.js"),
    })
}

fn declarations(name: &str, extension: &str) -> String {
    format!("./{FOLDER}/{name}.d.{extension}")
}

/// The names of the modules with texts.
fn languages(shell: &Shell, workspace: &Workspace) -> Result<Vec<String>> {
    let files = shell.read_dir(workspace.path(SOURCE).join(TEXTS))?;
    let stem = |file: &Path| Some(file.file_stem()?.to_str()?.to_owned());
    files.iter().map(|file| stem(file).context("a module has a name")).collect()
}

/// Bundles a module with all that it imports but the client, which it imports on demand.
fn bundle_common_js(shell: &Shell, module: &Path) -> Result<()> {
    let (entry, outfile) = (module.with_extension("js"), module.with_extension("cjs"));
    let flags = ["--platform=node", "--format=cjs", "--target=es2022", "--external:verigator", "--log-level=warning"];
    Ok(cmd!(shell, "esbuild {entry} --bundle --outfile={outfile} {flags...}").quiet().run()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imported_and_required_modules_have_their_own_declarations() {
        let expected = json!({
            "types": { "require": "./login/texts.d.cts", "default": "./login/texts.d.ts" },
            "require": "./login/texts/et.cjs",
            "default": "./login/texts/et.js",
        });
        assert_eq!(entry(TEXTS, "texts/et"), expected);
    }

    #[test]
    fn only_the_modules_that_define_the_element_have_side_effects() {
        assert!(side_effects().iter().all(|file| file.contains("element.")));
    }
}
