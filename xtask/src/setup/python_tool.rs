//! Tools that pip installs, each version in a virtual environment of its own in the user's cache.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use super::cargo_tool::cache;
use crate::progress;

const SCHEMATHESIS: &str = "4.32.5";

/// The system's own Python comes first: it is built with optimizations that version managers leave out, and makes examples in two thirds of
/// the time.
const PYTHONS: [&str; 2] = ["/usr/bin/python3", "python3"];

/// Installs schemathesis; returns the folder of its binary.
pub(crate) fn schemathesis(shell: &Shell) -> Result<PathBuf> {
    let root = cache()?.join(format!("schemathesis-{SCHEMATHESIS}-system-python"));
    let folder = root.join("bin");
    if folder.join("schemathesis").is_file() {
        return Ok(folder);
    }
    progress::step(&format!("installing schemathesis {SCHEMATHESIS} (a minute, once)"));
    make_environment(shell, &root)?;
    let install = cmd!(shell, "{folder}/pip install --quiet --disable-pip-version-check schemathesis=={SCHEMATHESIS}");
    let mend = format!("`{install}` has to succeed");
    install.quiet().run().context(mend)?;
    Ok(folder)
}

/// Makes an empty virtual environment by the first Python that can.
fn make_environment(shell: &Shell, root: &Path) -> Result<()> {
    let makes = |python: &&str| {
        cmd!(shell, "{python} -m venv --clear {root}").quiet().ignore_stdout().ignore_stderr().run().is_ok()
    };
    ensure!(
        PYTHONS.iter().any(makes),
        "python3 with venv has to be there; on Debian: apt-get install python3 python3-venv"
    );
    Ok(())
}
