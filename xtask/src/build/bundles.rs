//! Makes the entries that are bundles: the CommonJS ones, and those that hold the wasm in themselves.

use anyhow::Result;
use xshell::{Shell, cmd};

use super::part::Part;
use crate::workspace::Workspace;

/// Turns `node.js` of a part into `node.cjs`, and `inline.js` into `inline.cjs` and `inline.js`.
///
/// `node.js` is a source only: `node.mjs` re-exports from `node.cjs`, so that `import` and `require` see the same classes.
pub(crate) fn make(shell: &Shell, workspace: &Workspace, part: &Part) -> Result<()> {
    let _in_folder = shell.push_dir(workspace.package().join(part.folder));
    esbuild(shell, "node.js", &["--platform=node", "--format=cjs", "--target=node20", "--outfile=node.cjs"])?;
    shell.remove_path("node.js")?;

    let with_wasm = ["--platform=neutral", "--target=es2022", "--loader:.wasm=binary"];
    esbuild(shell, "inline.js", &[&with_wasm[..], &["--format=cjs", "--outfile=inline.cjs"]].concat())?;
    let in_place = ["--format=esm", "--external:./*.js", "--outfile=inline.js", "--allow-overwrite"];
    esbuild(shell, "inline.js", &[&with_wasm[..], &in_place].concat())
}

fn esbuild(shell: &Shell, entry: &str, flags: &[&str]) -> Result<()> {
    cmd!(shell, "esbuild {entry} --bundle --log-level=warning {flags...}").quiet().run()?;
    Ok(())
}
