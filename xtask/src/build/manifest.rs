//! Writes package.json: what the template says, and `exports`, `typesVersions`, `sideEffects` and `files`, which follow from the table of conditions.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use xshell::Shell;

use super::component::{COMPONENTS, Component};
use super::pages;
use super::template::ENTRIES;
use crate::workspace::{VERSION, Workspace};

/// The file among the entries that says which of them each condition selects.
pub(super) const CONDITIONS: &str = "conditions.json";

/// The files that npm packs without being told.
const ALWAYS_PACKED: [&str; 3] = ["LICENSE", "README.md", "package.json"];

/// A module beside the entries that acts when it is imported: it completes the classes.
const CLASSES: &str = "./classes.js";

/// Writes package.json. All other files of the package have to be there.
pub(super) fn write(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let template = workspace.template();
    let mut manifest: Map<String, Value> = serde_json::from_str(&shell.read_file(template.join("package.json"))?)?;
    let conditions = shell.read_file(template.join(ENTRIES).join(CONDITIONS))?;
    let conditions = serde_json::from_str(&conditions).with_context(|| format!("could not read {CONDITIONS}"))?;
    manifest.insert("version".to_owned(), VERSION.into());
    manifest.insert("sideEffects".to_owned(), side_effects(&conditions));
    manifest.insert("typesVersions".to_owned(), types_versions());
    let mut exports = exports(&conditions)?;
    exports.extend(pages::exports(shell, workspace)?);
    exports.insert("./package.json".to_owned(), "./package.json".into());
    manifest.insert("exports".to_owned(), exports.into());
    manifest.insert("files".to_owned(), files(shell, workspace)?);
    let text = serde_json::to_string_pretty(&manifest)?;
    Ok(shell.write_file(workspace.package().join("package.json"), text + "\n")?)
}

/// The entries of each component, and the few files that tools read.
fn exports(conditions: &Map<String, Value>) -> Result<Map<String, Value>> {
    let mut exports = Map::new();
    for component in COMPONENTS {
        let name = component.import_name().replacen("verigator", ".", 1);
        let folder = component.folder;
        exports.insert(name.clone(), in_folder(&conditions.clone().into(), folder));
        exports.insert(format!("{name}/inline"), in_folder(&inline(conditions)?, folder));
        for file in component.exported_files {
            exports.insert(format!("{name}/{file}"), format!("./{}", path(folder, file)).into());
        }
    }
    Ok(exports)
}

/// The entry without a file to load, which is that of unknown runtimes, for all conditions.
fn inline(conditions: &Map<String, Value>) -> Result<Value> {
    let types = conditions.get("types").context("expected conditions for types, found none")?;
    let default = conditions.get("default").and_then(Value::as_object);
    let mut inline = Map::from_iter([("types".to_owned(), types.clone())]);
    inline.extend(default.context("expected conditions by default, found none")?.clone());
    Ok(inline.into())
}

/// Puts a folder in front of every file of a condition.
fn in_folder(condition: &Value, folder: &str) -> Value {
    match condition {
        Value::String(file) => format!("./{}", path(folder, file)).into(),
        Value::Object(inner) => {
            Value::Object(inner.iter().map(|(name, value)| (name.clone(), in_folder(value, folder))).collect())
        }
        other => other.clone(),
    }
}

/// The declarations of the inline entries for TypeScript's old resolution, which ignores `exports`.
fn types_versions() -> Value {
    let entry = |component: &Component| {
        (path(component.folder, "inline"), json!([format!("./{}", path(component.folder, "index.d.ts"))]))
    };
    json!({ "*": COMPONENTS.iter().map(entry).chain(pages::types_versions()).collect::<Map<_, _>>() })
}

/// Every entry says how its runtime loads the wasm, which a bundler must not drop.
fn side_effects(conditions: &Map<String, Value>) -> Value {
    let mut found = BTreeSet::new();
    for (_, condition) in conditions.iter().filter(|(name, _)| *name != "types") {
        collect_files(condition, &mut found);
    }
    found
        .into_iter()
        .map(|file| format!("**/{file}"))
        .chain([CLASSES.to_owned()])
        .chain(pages::side_effects())
        .collect()
}

fn collect_files(condition: &Value, found: &mut BTreeSet<String>) {
    match condition {
        Value::String(file) => {
            found.insert(file.clone());
        }
        Value::Object(inner) => inner.values().for_each(|value| collect_files(value, found)),
        _ => {}
    }
}

fn files(shell: &Shell, workspace: &Workspace) -> Result<Value> {
    let entries = shell.read_dir(workspace.package())?;
    let names = entries.iter().filter_map(|entry| entry.file_name()?.to_str());
    Ok(names.filter(|name| !ALWAYS_PACKED.contains(name)).collect())
}

fn path(folder: &str, file: &str) -> String {
    if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_component_gets_the_conditions_with_its_folder() {
        let exports = exports(&conditions()).unwrap();
        assert_eq!(exports["."]["workerd"], "./workerd.js");
        assert_eq!(exports["./gateway"]["default"]["require"], "./gateway/inline.cjs");
        assert_eq!(
            exports["./sandbox/inline"],
            json!({ "types": "./sandbox/index.d.ts", "require": "./sandbox/inline.cjs", "default": "./sandbox/inline.js" })
        );
    }

    #[test]
    fn conditions_keep_their_order_since_the_first_that_holds_wins() {
        let exports = exports(&conditions()).unwrap();
        let names: Vec<_> = exports["."].as_object().unwrap().keys().collect();
        assert_eq!(names, ["types", "workerd", "default"]);
    }

    #[test]
    fn every_entry_has_side_effects_and_no_declaration_has() {
        let expected = json!([
            "**/inline.cjs",
            "**/inline.js",
            "**/workerd.js",
            "./classes.js",
            "./element.js",
            "./login/element.js",
            "./login/element.cjs"
        ]);
        assert_eq!(side_effects(&conditions()), expected);
    }

    fn conditions() -> Map<String, Value> {
        let text = r#"{ "types": "index.d.ts", "workerd": "workerd.js", "default": { "require": "inline.cjs", "default": "inline.js" } }"#;
        serde_json::from_str(text).unwrap()
    }
}
