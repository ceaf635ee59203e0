//! The output of wasm-bindgen and wasm-opt, which all checkouts of this machine share. It depends on nothing but the fingerprinted inputs, and takes a minute
//! of processor time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;

use anyhow::Result;
use xshell::{Shell, cmd};

/// The number of outputs that stay, of half a megabyte each.
const KEPT: usize = 60;

/// The place of one output in the cache.
pub(super) struct CachedOutput {
    folder: PathBuf,
}

impl CachedOutput {
    /// Names the place after the hash of the inputs.
    pub(super) fn new(cache: &Path, name: &str, hash: &str) -> Self {
        Self { folder: cache.join("wasm-pack-output").join(format!("{name}-{hash}")) }
    }

    /// Copies the output to a folder that does not exist yet. Returns whether the cache has it.
    pub(super) fn restore(&self, shell: &Shell, output: &Path) -> Result<bool> {
        let Self { folder } = self;
        if !folder.is_dir() {
            return Ok(false);
        }
        if let Some(parent) = output.parent() {
            shell.create_dir(parent)?;
        }
        cmd!(shell, "cp -R {folder} {output}").quiet().run()?;
        Ok(true)
    }

    /// Copies an output to the cache, and removes the oldest ones. Another process may do the same at the same time.
    pub(super) fn save(&self, shell: &Shell, output: &Path) -> Result<()> {
        let Self { folder } = self;
        let incomplete = folder.with_extension(process::id().to_string());
        let cache = folder.parent().unwrap_or(folder);
        shell.create_dir(cache)?;
        cmd!(shell, "cp -R {output} {incomplete}").quiet().run()?;
        if fs::rename(&incomplete, folder).is_err() {
            shell.remove_path(&incomplete)?;
        }
        remove_oldest(shell, cache)
    }
}

fn remove_oldest(shell: &Shell, cache: &Path) -> Result<()> {
    let mut outputs = shell.read_dir(cache)?;
    outputs.sort_by_cached_key(|folder| fs::metadata(folder).and_then(|metadata| metadata.modified()).ok());
    let old = outputs.len().saturating_sub(KEPT);
    outputs.iter().take(old).try_for_each(|folder| Ok(shell.remove_path(folder)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_is_restored_for_the_same_inputs_alone() {
        let shell = Shell::new().unwrap();
        let folder = shell.create_temp_dir().unwrap();
        let [cache, output, restored] = ["cache", "output", "target/restored"].map(|name| folder.path().join(name));
        shell.write_file(output.join("snippets/errors.js"), "export {};").unwrap();
        let cached = CachedOutput::new(&cache, "verigator", "01");
        assert!(!cached.restore(&shell, &restored).unwrap());
        cached.save(&shell, &output).unwrap();
        cached.save(&shell, &output).unwrap();
        assert!(!CachedOutput::new(&cache, "verigator", "02").restore(&shell, &restored).unwrap());
        assert!(cached.restore(&shell, &restored).unwrap());
        assert_eq!(shell.read_file(restored.join("snippets/errors.js")).unwrap(), "export {};");
        assert_eq!(shell.read_dir(cache.join("wasm-pack-output")).unwrap().len(), 1);
    }
}
