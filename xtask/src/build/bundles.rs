//! Makes the files that are bundles: what a part takes from npm, the CommonJS entries, and those that hold the wasm in themselves.

use anyhow::Result;
use xshell::{Shell, cmd};

use super::part::Part;
use crate::workspace::Workspace;

/// Adds the bundles to a part's folder in the package.
pub(crate) fn make(shell: &Shell, workspace: &Workspace, part: &Part) -> Result<()> {
    let _in_folder = shell.push_dir(workspace.package().join(part.folder));
    for (module, npm_package) in part.bundles {
        take_in(shell, workspace, module, npm_package)?;
    }
    node(shell)?;
    inline(shell)
}

/// Bundles a package of npm into the one module that imports it, and brings its licence along.
fn take_in(shell: &Shell, workspace: &Workspace, module: &str, npm_package: &str) -> Result<()> {
    let packages = workspace.path("tests/node_modules");
    let _found_there = shell.push_env("NODE_PATH", &packages);
    esbuild(shell, module, module, &["--platform=neutral", "--format=esm"])?;
    let licence = packages.join(npm_package).join("LICENSE.md");
    Ok(shell.copy_file(licence, format!("LICENSE-{npm_package}.md"))?)
}

/// Lets `node.mjs` say where the wasm lies, by a property of `node.cjs` that shows in no list of its names. Node would find it by `Object.defineProperty`.
const HIDDEN_EXPORT: &str = "--footer:js=Reflect.defineProperty(module.exports, \"provide\", { value: provide });";

/// Turns `node.js`, which is a source only, into `node.cjs`. `node.mjs` re-exports from that, so that `import` and `require` see the
/// same classes.
fn node(shell: &Shell) -> Result<()> {
    let flags = ["--platform=node", "--format=cjs", "--target=node20", HIDDEN_EXPORT];
    esbuild(shell, "node.js", "node.cjs", &flags)?;
    Ok(shell.remove_path("node.js")?)
}

/// Puts the wasm into `inline.js`, and all else too into `inline.cjs`.
fn inline(shell: &Shell) -> Result<()> {
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
