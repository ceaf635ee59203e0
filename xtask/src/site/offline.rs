//! Tells the page's service worker what to keep for when there is no network, and the browser what to load ahead.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::Result;
use xshell::Shell;

use super::edit;

pub(super) const SERVICE_WORKER: &str = "service-worker.js";

/// What the page loads only for who asks for it.
const FOR_FEW: &str = "verigator/gateway/";

/// What `index.html` starts the page with.
const START: &str = "<script type=\"module\" src=\"main.js\"></script>";

/// Writes the list of files, and a hash of them all, into the service worker; and the modules into `index.html`, so that the browser
/// loads them side by side and not one after the other as it finds the imports.
pub(super) fn stamp(shell: &Shell, folder: &Path, files: &[PathBuf]) -> Result<()> {
    let files: Vec<String> = files.iter().map(|file| file.to_string_lossy().replace('\\', "/")).collect();
    let kept: Vec<&String> = files.iter().filter(|file| *file != SERVICE_WORKER).collect();
    let is_at_start = |file: &&&String| file.ends_with(".js") && !file.starts_with(FOR_FEW);
    let ahead = kept.iter().filter(is_at_start).map(|file| preload(file)).collect::<String>();
    edit(shell, &folder.join("index.html"), &[(START, &format!("{ahead}{START}"))])?;

    let version = format!("\"{:016x}\"", hash(shell, folder, &kept)?);
    let list = format!("{:?}", [&["./".to_owned()][..], &kept.into_iter().cloned().collect::<Vec<_>>()].concat());
    let stamps = [
        ("const version = \"unbuilt\"", format!("const version = {version}")),
        ("const files = []", format!("const files = {list}")),
    ];
    let stamps = stamps.each_ref().map(|(old, new)| (*old, new.as_str()));
    edit(shell, &folder.join(SERVICE_WORKER), &stamps)
}

fn preload(module: &str) -> String {
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
