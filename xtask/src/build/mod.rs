//! `cargo xtask build`: makes `pkg/` from `pkg-template/` and from wasm-pack's output, and `www/dist/` from `www/` and `pkg/`.

mod bundles;
mod declarations;
mod glue;
mod names;
mod part;
mod template;
mod wasm;

use anyhow::{Context, Result};
use lexopt::{Arg, Parser};
use xshell::Shell;

use crate::workspace::Workspace;
use crate::{progress, setup, site};
use part::Part;

pub(crate) use part::PARTS;

/// Makes the npm package, and with `--site` the static demo page.
pub(crate) fn run(workspace: &Workspace, mut flags: Parser) -> Result<()> {
    let mut with_site = false;
    while let Some(flag) = flags.next()? {
        match flag {
            Arg::Long("site") => with_site = true,
            other => return Err(other.unexpected().into()),
        }
    }
    let shell = setup::for_build(workspace)?;
    package(&shell, workspace)?;
    progress::step("made pkg/");
    if with_site {
        site::make_static(&shell, workspace)?;
        progress::step("made www/dist/");
    }
    Ok(())
}

/// Makes the npm package with the tools that a shell has on its PATH.
pub(crate) fn package(shell: &Shell, workspace: &Workspace) -> Result<()> {
    for part in PARTS {
        wasm::compile(shell, workspace, part).with_context(|| format!("could not compile {}", part.wasm))?;
    }
    template::lay_out(shell, workspace)?;
    for part in PARTS {
        complete(shell, workspace, part).with_context(|| format!("could not put {} into the package", part.wasm))?;
    }
    site::put_into_package(shell, workspace)
}

/// Adds what is made, not written, to the files of one part.
fn complete(shell: &Shell, workspace: &Workspace, part: &Part) -> Result<()> {
    let output = part.wasm_pack_output(workspace);
    let folder = workspace.package().join(part.folder);
    let names = names::shorten(shell, &output.wasm(), &folder.join(part.wasm))?;
    let glue = glue::relink(shell, workspace, part)?;
    shell.write_file(folder.join("glue.js"), names.put_into(&glue)?)?;
    let declarations = declarations::assemble(shell, workspace, part)?;
    shell.write_file(folder.join("index.d.ts"), &declarations)?;
    shell.write_file(folder.join("index.d.cts"), &declarations)?;
    bundles::make(shell, workspace, part)
}
