//! Bundles: modules with their npm dependency, the CommonJS entries, and the entries that contain the wasm.

use anyhow::Result;
use xshell::{Shell, cmd};

use super::component::Component;
use crate::workspace::Workspace;

/// Adds the bundles of a component to its folder in the package.
pub(crate) fn make(shell: &Shell, workspace: &Workspace, component: &Component) -> Result<()> {
    let _in_folder = shell.push_dir(workspace.package().join(component.folder));
    for (module, npm_package) in component.bundles {
        bundle_dependency(shell, workspace, module, npm_package)?;
    }
    bundle_for_node(shell)?;
    bundle_inline(shell)
}

/// Bundles an npm package into the one module that imports it, and copies its licence.
fn bundle_dependency(shell: &Shell, workspace: &Workspace, module: &str, npm_package: &str) -> Result<()> {
    let packages = workspace.path("tests/node_modules");
    let _search_path = shell.push_env("NODE_PATH", &packages);
    esbuild(shell, module, module, &["--platform=neutral", "--format=esm"])?;
    let licence = packages.join(npm_package).join("LICENSE.md");
    Ok(shell.copy_file(licence, format!("LICENSE-{npm_package}.md"))?)
}

/// Gives `node.mjs` access to `provide`, which takes the wasm's path, without exporting it. Node detects exports that are defined with
/// `Object.defineProperty`, but not those defined with `Reflect.defineProperty`.
const HIDDEN_EXPORT: &str = "--footer:js=Reflect.defineProperty(module.exports, \"provide\", { value: provide });";

/// Turns the source file `node.js` into `node.cjs`. `node.mjs` re-exports it, so that `import` and `require` get the same classes.
fn bundle_for_node(shell: &Shell) -> Result<()> {
    let flags = ["--platform=node", "--format=cjs", "--target=node20", HIDDEN_EXPORT];
    esbuild(shell, "node.js", "node.cjs", &flags)?;
    Ok(shell.remove_path("node.js")?)
}

/// Puts the wasm into `inline.js`, and everything that it imports into `inline.cjs` too.
fn bundle_inline(shell: &Shell) -> Result<()> {
    let flags = ["--platform=neutral", "--target=es2022", "--loader:.wasm=binary"];
    esbuild(shell, "inline.js", "inline.cjs", &[&flags[..], &["--format=cjs"]].concat())?;
    esbuild(shell, "inline.js", "inline.js", &[&flags[..], &["--format=esm", "--external:./*.js"]].concat())
}

fn esbuild(shell: &Shell, entry: &str, outfile: &str, flags: &[&str]) -> Result<()> {
    cmd!(shell, "esbuild {entry} --bundle --outfile={outfile} --allow-overwrite --log-level=warning {flags...}")
        .quiet()
        .run()?;
    Ok(())
}
