//! Tools that pip installs. The user's cache has a virtual environment for each version.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use super::cargo_tool::cache;
use crate::progress;

const SCHEMATHESIS: &str = "4.32.5";

/// The vendor's Python clients with everything that they need, each in one version.
const MESSENTE_CLIENTS: &str = include_str!("../../../tests/sandbox/vendor-clients/requirements.txt");

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

/// Installs the vendor's Python clients, and returns the folder of a Python that has them, which is called `messente-python`. Under its own name it would
/// take the place of the Python of other tests.
pub(super) fn messente_clients(shell: &Shell) -> Result<PathBuf> {
    let mut hasher = DefaultHasher::new();
    MESSENTE_CLIENTS.hash(&mut hasher);
    let root = cache()?.join(format!("messente-clients-{:016x}", hasher.finish()));
    let folder = root.join("programs");
    if folder.join("messente-python").exists() {
        return Ok(folder);
    }
    progress::timed("installing the vendor's Python clients (once)", || {
        create_environment(shell, &root)?;
        let requirements = root.join("requirements.txt");
        fs::write(&requirements, MESSENTE_CLIENTS)?;
        let install =
            cmd!(shell, "{root}/bin/pip install --quiet --disable-pip-version-check --no-deps -r {requirements}");
        let failed = format!("could not install the vendor's clients: `{install}` shows why");
        install.quiet().run().context(failed)
    })?;
    fs::create_dir_all(&folder)?;
    unix::fs::symlink("../bin/python", folder.join("messente-python"))?;
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
