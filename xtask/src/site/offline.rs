//! Lists the page's files in its service worker, for use without a network, and its modules in `index.html`, for faster loading.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::Result;
use xshell::Shell;

use super::edit;

pub(super) const SERVICE_WORKER: &str = "service-worker.js";

/// The modules that the page only loads on demand.
const ON_DEMAND: &str = "verigator/gateway/";

/// The element of `index.html` that starts the page.
const MAIN_SCRIPT: &str = "<script type=\"module\" src=\"main.js\"></script>";

/// Writes the list of files and a hash of their contents into the service worker, and `modulepreload` links into `index.html`, so that
/// the browser loads all modules in parallel instead of discovering them import by import.
pub(super) fn prepare(shell: &Shell, folder: &Path, files: &[PathBuf]) -> Result<()> {
    let files: Vec<String> = files.iter().map(|file| file.to_string_lossy().replace('\\', "/")).collect();
    let cached: Vec<&String> = files.iter().filter(|file| *file != SERVICE_WORKER).collect();
    let is_preloaded = |file: &&&String| file.ends_with(".js") && !file.starts_with(ON_DEMAND);
    let links = cached.iter().filter(is_preloaded).map(|file| preload_link(file)).collect::<String>();
    edit(shell, &folder.join("index.html"), &[(MAIN_SCRIPT, &format!("{links}{MAIN_SCRIPT}"))])?;

    let version = format!("\"{:016x}\"", hash(shell, folder, &cached)?);
    let list = format!("{:?}", [&["./".to_owned()][..], &cached.into_iter().cloned().collect::<Vec<_>>()].concat());
    let replacements = [
        ("const version = \"unbuilt\"", format!("const version = {version}")),
        ("const files = []", format!("const files = {list}")),
    ];
    let replacements = replacements.each_ref().map(|(old, new)| (*old, new.as_str()));
    edit(shell, &folder.join(SERVICE_WORKER), &replacements)
}

fn preload_link(module: &str) -> String {
    format!("<link rel=\"modulepreload\" href=\"{module}\">\n  ")
}

fn hash(shell: &Shell, folder: &Path, files: &[&String]) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        shell.read_binary_file(folder.join(file))?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}
