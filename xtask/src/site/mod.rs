//! Builds the demo page in two forms: as static files with a sandbox in the page, and inside the package, served by the sandbox server.

mod bundle;
mod modules;
mod offline;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::Shell;

use crate::workspace::Workspace;

/// The modules of the package that the page imports.
const ENTRIES: [&str; 4] = ["browser.js", "sandbox/browser.js", "gateway/browser.js", "login/element.js"];

/// The folder that the page imports them from.
const PACKAGE: &str = "verigator";

/// The types of files in `www/` that belong to the page.
const EXTENSIONS: [&str; 4] = ["html", "js", "css", "svg"];

/// The element of `index.html` that tells the page where the sandbox runs, in each of the two forms.
const IN_PAGE: &str = "<meta name=\"sandbox\" content=\"page\">";
const IN_SERVER: &str = "<meta name=\"sandbox\" content=\"server\">";

/// Builds the static page in a folder from `www/` and the modules of the package that it imports.
pub(crate) fn make_static(shell: &Shell, workspace: &Workspace, folder: &Path) -> Result<()> {
    shell.remove_path(folder)?;
    let mut files = copy_page(shell, &workspace.path("www"), folder)?;
    files.extend(copy_package(shell, &workspace.package(), folder)?);
    bundle::make(shell, folder, &mut files)?;
    files.sort();
    offline::prepare(shell, folder, &files)
}

/// Copies the page into the package. The sandbox server serves the modules that it imports, and only the static page works offline.
pub(crate) fn put_into_package(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let folder = workspace.package().join("sandbox/page");
    copy_page(shell, &workspace.path("www"), &folder)?;
    shell.remove_path(folder.join(offline::SERVICE_WORKER))?;
    edit(shell, &folder.join("index.html"), &[(IN_PAGE, IN_SERVER)])
}

/// Replaces texts in a file. Fails if one of them is missing.
fn edit(shell: &Shell, file: &Path, replacements: &[(&str, &str)]) -> Result<()> {
    let mut text = shell.read_file(file)?;
    for (old, new) in replacements {
        ensure!(text.contains(old), "expected {} to contain {old}", file.display());
        text = text.replace(old, new);
    }
    Ok(shell.write_file(file, text)?)
}

/// Copies the page's own files. Returns their paths relative to the folder.
fn copy_page(shell: &Shell, source: &Path, folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in shell.read_dir(source)? {
        let name = PathBuf::from(entry.file_name().context("a directory entry has a name")?);
        if entry.is_dir() && name != Path::new("dist") {
            let inner = copy_page(shell, &entry, &folder.join(&name))?;
            files.extend(inner.into_iter().map(|file| name.join(file)));
        } else if EXTENSIONS.iter().any(|extension| name.extension().is_some_and(|own| own == *extension)) {
            shell.create_dir(folder)?;
            shell.copy_file(&entry, folder)?;
            files.push(name);
        }
    }
    Ok(files)
}

/// Copies the package's modules that the page needs. Returns their paths.
fn copy_package(shell: &Shell, package: &Path, folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for file in modules::reachable(shell, package, &ENTRIES)? {
        let copied = Path::new(PACKAGE).join(&file);
        let target = folder.join(&copied);
        shell.create_dir(target.parent().context("a file is in a folder")?)?;
        shell.copy_file(package.join(&file), target)?;
        files.push(copied);
    }
    Ok(files)
}
