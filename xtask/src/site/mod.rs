//! The demo page, in its two forms: static, with a sandbox in the page; and in the package, whose sandbox server serves it.

mod modules;
mod offline;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::Shell;

use crate::workspace::Workspace;

/// What of the package the page imports.
const ENTRIES: [&str; 3] = ["browser.js", "sandbox/browser.js", "gateway/browser.js"];

/// Kinds of files in `www/` that belong to the page.
const SERVED: [&str; 4] = ["html", "js", "css", "svg"];

/// How `index.html` says where the sandbox is.
const IN_PAGE: &str = "<meta name=\"sandbox\" content=\"page\">";
const IN_SERVER: &str = "<meta name=\"sandbox\" content=\"server\">";

/// What only the static page has: its own sandbox, and what it takes to work without a network.
const STATIC_ONLY: [&str; 2] = ["sandbox/in-page.js", offline::SERVICE_WORKER];

/// What only the page of the server has.
const SERVER_ONLY: &str = "sandbox/server.js";

/// Makes the static page in `www/dist/`: the files of `www/`, and those of the package that it imports.
pub(crate) fn make_static(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let folder = workspace.site();
    shell.remove_path(&folder)?;
    let mut files = copy_page(shell, &workspace.path("www"), &folder)?;
    shell.remove_path(folder.join(SERVER_ONLY))?;
    files.retain(|file| file != Path::new(SERVER_ONLY));
    files.extend(copy_package(shell, &workspace.package(), &folder)?);
    files.sort();
    offline::stamp(shell, &folder, &files)
}

/// Puts the page into the package. What it imports of that, the sandbox's server finds there.
pub(crate) fn put_into_package(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let folder = workspace.package().join("sandbox/page");
    copy_page(shell, &workspace.path("www"), &folder)?;
    for file in STATIC_ONLY {
        shell.remove_path(folder.join(file))?;
    }
    edit(shell, &folder.join("index.html"), &[(IN_PAGE, IN_SERVER)])
}

/// Replaces texts in a file, each of which has to be there.
fn edit(shell: &Shell, file: &Path, replacements: &[(&str, &str)]) -> Result<()> {
    let mut text = shell.read_file(file)?;
    for (old, new) in replacements {
        ensure!(text.contains(old), "{} should hold {old}", file.display());
        text = text.replace(old, new);
    }
    Ok(shell.write_file(file, text)?)
}

/// Copies the page's own files; returns their paths in the folder.
fn copy_page(shell: &Shell, source: &Path, folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in shell.read_dir(source)? {
        let name = PathBuf::from(entry.file_name().context("an entry of a folder has a name")?);
        if entry.is_dir() && name != Path::new("dist") {
            let inner = copy_page(shell, &entry, &folder.join(&name))?;
            files.extend(inner.into_iter().map(|file| name.join(file)));
        } else if SERVED.iter().any(|extension| name.extension().is_some_and(|own| own == *extension)) {
            shell.create_dir(folder)?;
            shell.copy_file(&entry, folder)?;
            files.push(name);
        }
    }
    Ok(files)
}

/// Copies what the page imports of the package to where it imports it from.
fn copy_package(shell: &Shell, package: &Path, folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for file in modules::reachable(shell, package, &ENTRIES)? {
        let copied = Path::new("verigator").join(&file);
        let target = folder.join(&copied);
        shell.create_dir(target.parent().context("a file lies in a folder")?)?;
        shell.copy_file(package.join(&file), target)?;
        files.push(copied);
    }
    Ok(files)
}
