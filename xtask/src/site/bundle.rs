//! Bundles the page's own modules into one file, which saves a first visit forty requests. The package's modules stay as npm has them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use super::PACKAGE;
use super::offline::SERVICE_WORKER;

const MAIN: &str = "main.js";

/// Replaces `main.js` by a bundle, and removes the modules that it contains from the folder and from the list of its files.
pub(super) fn make(shell: &Shell, folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let main = folder.join(MAIN);
    let package = folder.join(PACKAGE).join("*");
    cmd!(shell, "esbuild {main} --bundle --format=esm --external:{package} --outfile={main} --allow-overwrite --log-level=warning")
        .quiet()
        .run()
        .context("esbuild could not bundle the page")?;
    let (bundled, kept): (Vec<_>, Vec<_>) = files.drain(..).partition(|file| is_bundled(file));
    *files = kept;
    bundled.iter().try_for_each(|file| Ok(shell.remove_path(folder.join(file))?))
}

fn is_bundled(file: &Path) -> bool {
    let is_module = file.extension().is_some_and(|extension| extension == "js");
    let is_entry = [MAIN, SERVICE_WORKER].iter().any(|entry| file == Path::new(entry));
    is_module && !is_entry && !file.starts_with(PACKAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_pages_own_modules_are_bundled() {
        let files =
            ["main.js", "service-worker.js", "index.html", "login/login.js", "login/login.css", "verigator/browser.js"];
        let bundled: Vec<_> = files.into_iter().filter(|file| is_bundled(Path::new(file))).collect();
        assert_eq!(bundled, ["login/login.js"]);
    }
}
