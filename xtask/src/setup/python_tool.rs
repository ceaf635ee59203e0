//! Tools that pip installs, each version in a virtual environment of its own in the user's cache.

use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use super::cargo_tool::cache;
use crate::progress;

const SCHEMATHESIS: &str = "4.32.5";

/// Installs schemathesis; returns the folder of its binary.
pub(crate) fn schemathesis(shell: &Shell) -> Result<PathBuf> {
    let root = cache()?.join(format!("schemathesis-{SCHEMATHESIS}"));
    let folder = root.join("bin");
    if folder.join("schemathesis").is_file() {
        return Ok(folder);
    }
    progress::step(&format!("installing schemathesis {SCHEMATHESIS} (a minute, once)"));
    let python = "python3 with venv has to be there; on Debian: apt-get install python3 python3-venv";
    cmd!(shell, "python3 -m venv {root}").quiet().ignore_stdout().run().context(python)?;
    let install = cmd!(shell, "{folder}/pip install --quiet --disable-pip-version-check schemathesis=={SCHEMATHESIS}");
    let mend = format!("`{install}` has to succeed");
    install.quiet().run().context(mend)?;
    Ok(folder)
}
