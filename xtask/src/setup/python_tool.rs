//! Tools that pip installs. The user's cache has a virtual environment for each version.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use super::cargo_tool::cache;
use crate::progress;

const SCHEMATHESIS: &str = "4.32.5";

/// The system's Python comes first. It is built with optimizations that version managers leave out, and generates examples in two thirds of
/// the time.
const PYTHONS: [&str; 2] = ["/usr/bin/python3", "python3"];

/// Installs schemathesis, and returns the folder of its binary.
pub(super) fn schemathesis(shell: &Shell) -> Result<PathBuf> {
    let root = cache()?.join(format!("schemathesis-{SCHEMATHESIS}-system-python"));
    let folder = root.join("bin");
    if folder.join("schemathesis").is_file() {
        return Ok(folder);
    }
    let install = cmd!(shell, "{folder}/pip install --quiet --disable-pip-version-check schemathesis=={SCHEMATHESIS}");
    let failed = format!("could not install schemathesis: `{install}` shows why");
    progress::timed(&format!("installing schemathesis {SCHEMATHESIS} (once)"), || {
        create_environment(shell, &root)?;
        install.quiet().run().context(failed)
    })?;
    Ok(folder)
}

/// Creates an empty virtual environment with the first Python that has venv.
fn create_environment(shell: &Shell, root: &Path) -> Result<()> {
    let creates = |python: &&str| {
        cmd!(shell, "{python} -m venv --clear {root}").quiet().ignore_stdout().ignore_stderr().run().is_ok()
    };
    ensure!(
        PYTHONS.iter().any(creates),
        "python3 with venv is missing: on Debian, `apt-get install python3 python3-venv`"
    );
    Ok(())
}
