//! Projects that install the packed package, as its users do.

use std::path::{Path, PathBuf};
use std::slice;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::fingerprint::Fingerprint;
use crate::workspace::{VERSION, Workspace};

/// The package as npm would publish it.
pub(crate) struct Tarball(PathBuf);

/// Packs `pkg/`.
pub(crate) fn pack(shell: &Shell, workspace: &Workspace) -> Result<Tarball> {
    let folder = workspace.tarballs();
    shell.remove_path(&folder)?;
    shell.create_dir(&folder)?;
    let package = workspace.package();
    cmd!(shell, "npm pack {package} --silent --ignore-scripts --pack-destination {folder}")
        .quiet()
        .ignore_stdout()
        .run()
        .context("npm could not pack pkg/: `npm pack ./pkg --dry-run` shows why")?;
    Ok(packed(workspace))
}

/// The package that [`pack`] packed earlier.
pub(crate) fn packed(workspace: &Workspace) -> Tarball {
    Tarball(workspace.tarballs().join(format!("verigator-{VERSION}.tgz")))
}

impl Tarball {
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Installs the package as the only one of a folder. npm downloads nothing, since the package has no dependencies.
    pub(crate) fn install(&self, shell: &Shell, folder: &Path) -> Result<()> {
        let packages = folder.join("node_modules");
        let fingerprint = Fingerprint::of(packages.join(".installed-from"), slice::from_ref(&self.0))?;
        if fingerprint.is_current() {
            return Ok(());
        }
        shell.create_dir(folder)?;
        shell.remove_path(packages)?;
        self.add(shell, folder)?;
        fingerprint.save()
    }

    /// Installs the package beside those that a folder already has, and changes neither its manifest nor its lock file.
    ///
    /// npm reads the lock file, if there is one. Without it (`--no-package-lock`) npm would ask the registry what the manifest's ranges
    /// resolve to, which fails offline on a machine where npm's cache lacks the registry's responses.
    pub(crate) fn add(&self, shell: &Shell, folder: &Path) -> Result<()> {
        let Self(tarball) = self;
        cmd!(shell, "npm install --prefix {folder} --silent --no-save --offline --no-audit --no-fund {tarball}")
            .quiet()
            .ignore_stdout()
            .run()
            .with_context(|| format!("npm could not install {} in {}", tarball.display(), folder.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = r#"{ "dependencies": { "other": "1.0.0" } }"#;
    const LOCK: &str = r#"{ "lockfileVersion": 3, "packages": {
        "": { "dependencies": { "other": "1.0.0" } }, "node_modules/other": { "version": "1.0.0" }
    } }"#;

    #[test]
    fn package_is_added_to_locked_ones_without_the_registry() {
        let shell = Shell::new().unwrap();
        let folder = shell.create_temp_dir().unwrap();
        shell.change_dir(folder.path());
        shell.set_var("npm_config_cache", folder.path().join("cache"));
        shell.write_file("project/package.json", MANIFEST).unwrap();
        shell.write_file("project/package-lock.json", LOCK).unwrap();
        shell.write_file("project/node_modules/other/package.json", manifest_of("other")).unwrap();
        shell.write_file("added/package.json", manifest_of("added")).unwrap();
        cmd!(shell, "npm pack ./added --silent").quiet().ignore_stdout().run().unwrap();
        let tarball = Tarball(folder.path().join("added-1.0.0.tgz"));
        tarball.add(&shell, &folder.path().join("project")).unwrap();
        assert!(shell.path_exists("project/node_modules/added/package.json"));
        assert_eq!(shell.read_file("project/package.json").unwrap(), MANIFEST);
        assert_eq!(shell.read_file("project/package-lock.json").unwrap(), LOCK);
    }

    fn manifest_of(name: &str) -> String {
        format!(r#"{{ "name": "{name}", "version": "1.0.0" }}"#)
    }
}
