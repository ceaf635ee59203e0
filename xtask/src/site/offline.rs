//! Lists the page's files in its service worker, for use without a network, and what it loads in `index.html`, for faster loading.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::Result;
use xshell::Shell;

use super::edit;

pub(super) const SERVICE_WORKER: &str = "service-worker.js";

/// The modules that the page only loads on demand.
const ON_DEMAND: [&str; 2] = ["verigator/gateway/", "verigator/login/texts/"];

/// The element of `index.html` that starts the page.
const MAIN_SCRIPT: &str = "<script type=\"module\" src=\"main.js\"></script>";

/// Writes the list of files and a hash of their contents into the service worker, and links into `index.html`, so that the browser loads all
/// modules and the wasm in parallel instead of discovering them import by import.
pub(super) fn prepare(shell: &Shell, folder: &Path, files: &[PathBuf]) -> Result<()> {
    let files: Vec<String> = files.iter().map(|file| file.to_string_lossy().replace('\\', "/")).collect();
    let cached: Vec<&String> = files.iter().filter(|file| *file != SERVICE_WORKER).collect();
    let links: String =
        cached.iter().filter(|file| !is_on_demand(file)).filter_map(|file| preload_link(file)).collect();
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

fn is_on_demand(file: &str) -> bool {
    ON_DEMAND.iter().any(|folder| file.starts_with(folder))
}

/// Returns the link for a module or a wasm file. The wasm has a low priority: the page is painted without it.
fn preload_link(file: &str) -> Option<String> {
    let attributes = match Path::new(file).extension()?.to_str()? {
        "js" => "rel=\"modulepreload\"",
        "wasm" => "rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin fetchpriority=\"low\"",
        _ => return None,
    };
    Some(format!("<link {attributes} href=\"{file}\">\n  "))
}

fn hash(shell: &Shell, folder: &Path, files: &[&String]) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        shell.read_binary_file(folder.join(file))?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}
