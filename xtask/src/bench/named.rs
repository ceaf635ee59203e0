//! Builds the client's wasm once more, as the package has it but with the names of its functions, to see what each crate weighs.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::build::PARTS;
use crate::workspace::Workspace;

/// Writes `target/bench/<part>.json`: twiggy's list of what is in the part's wasm.
pub(crate) fn list(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let folder = workspace.path("target/bench");
    shell.create_dir(&folder)?;
    for part in PARTS {
        let name = part.crate_name.replace('-', "_");
        let compiled = part.compiled(workspace);
        cmd!(shell, "wasm-bindgen {compiled} --target web --no-typescript --out-dir {folder}").quiet().run()?;
        let bound = folder.join(format!("{name}_bg.wasm"));
        let optimised = folder.join(format!("{name}_named.wasm"));
        cmd!(shell, "wasm-opt -Oz --debuginfo {bound} --output {optimised}").quiet().run()?;
        let listing = folder.join(format!("{name}.json"));
        cmd!(shell, "twiggy top --format json {optimised} -o {listing}").quiet().run()?;
    }
    Ok(())
}
