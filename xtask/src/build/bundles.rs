//! Bundles: modules with their npm dependency, the CommonJS entries, and what the entries without a file need.

use anyhow::{Result, ensure};
use xshell::{Shell, cmd};

use super::component::Component;
use crate::workspace::Workspace;

/// Adds the bundles of a component to its folder in the package.
pub(crate) fn make(shell: &Shell, workspace: &Workspace, component: &Component) -> Result<()> {
    let _in_folder = shell.push_dir(workspace.package().join(component.folder));
    for (module, npm_package) in component.bundles {
        bundle_dependency(shell, workspace, module, npm_package)?;
    }
    encode_wasm(shell, component)?;
    bundle_common_js(shell, component)?;
    share_errors(shell, component)?;
    list_names(shell)
}

/// The module whose classes a bundled npm package uses in place of the runtime's.
const TEXT_CODERS: &str = "text-coders.js";

/// Bundles an npm package into the one module that imports it, and copies its licence.
fn bundle_dependency(shell: &Shell, workspace: &Workspace, module: &str, npm_package: &str) -> Result<()> {
    let packages = workspace.path("tests/node_modules");
    let _search_path = shell.push_env("NODE_PATH", &packages);
    let flags = ["--platform=neutral", "--format=esm", &format!("--inject:./{TEXT_CODERS}")];
    esbuild(shell, module, module, &flags)?;
    shell.remove_path(TEXT_CODERS)?;
    let licence = packages.join(npm_package).join("LICENSE.md");
    Ok(shell.copy_file(licence, format!("LICENSE-{npm_package}.md"))?)
}

/// Prints a file as base64.
const PRINT_BASE64: &str = "require('fs').readFileSync(process.argv[1], 'base64')";

/// Writes the wasm as modules that hold it as base64, for the entries that need no file.
fn encode_wasm(shell: &Shell, component: &Component) -> Result<()> {
    let wasm = component.wasm;
    let base64 = cmd!(shell, "node --print {PRINT_BASE64} {wasm}").quiet().read()?;
    shell.write_file("wasm-base64.js", format!("export default \"{base64}\";\n"))?;
    Ok(shell.write_file("wasm-base64.cjs", format!("module.exports = \"{base64}\";\n"))?)
}

/// Turns the source file `common-js.js` and everything that it imports into `inline.cjs`, except for the bytes, which it requires on first use.
fn bundle_common_js(shell: &Shell, component: &Component) -> Result<()> {
    // On the platform node, esbuild lists the names where Node finds them.
    let errors = if component.folder.is_empty() { vec![] } else { vec![format!("--external:{ERRORS}")] };
    let flags = ["--platform=node", "--format=cjs", "--target=es2022", "--external:./wasm-base64.cjs"];
    let flags: Vec<&str> = flags.into_iter().chain(errors.iter().map(String::as_str)).collect();
    esbuild(shell, "common-js.js", "inline.cjs", &flags)?;
    Ok(shell.remove_path("common-js.js")?)
}

/// The client's error classes, as a module and as a part of its CommonJS entry.
const ERRORS: &str = "../errors.js";
const COMMON_JS_ERRORS: &str = "../inline.cjs";

/// Lets the CommonJS entry of another component use the client's error classes instead of a copy, which `instanceof` would not know.
fn share_errors(shell: &Shell, component: &Component) -> Result<()> {
    if component.folder.is_empty() {
        return Ok(());
    }
    let bundle = shell.read_file("inline.cjs")?;
    Ok(shell.write_file(
        "inline.cjs",
        bundle.replace(&format!("require(\"{ERRORS}\")"), &format!("require(\"{COMMON_JS_ERRORS}\")")),
    )?)
}

/// The placeholder of the public names in `node.mjs`.
const NAMES_PLACEHOLDER: &str = "NAMES";

/// Prints the public names. An import of the package has no side effects.
const PRINT_NAMES: &str = "import * as names from './index.js'; console.log(Object.keys(names).join(', '));";

/// Lists in `node.mjs` the names that `index.js` exports.
fn list_names(shell: &Shell) -> Result<()> {
    let names = cmd!(shell, "node --input-type=module --eval {PRINT_NAMES}").quiet().read()?;
    let template = shell.read_file("node.mjs")?;
    let is_complete = template.matches(NAMES_PLACEHOLDER).count() == 1 && !names.is_empty();
    ensure!(is_complete, "expected {NAMES_PLACEHOLDER} once in node.mjs, and names in index.js");
    Ok(shell.write_file("node.mjs", template.replace(NAMES_PLACEHOLDER, &names))?)
}

fn esbuild(shell: &Shell, entry: &str, outfile: &str, flags: &[&str]) -> Result<()> {
    cmd!(shell, "esbuild {entry} --bundle --outfile={outfile} --allow-overwrite --log-level=warning {flags...}")
        .quiet()
        .run()?;
    Ok(())
}
