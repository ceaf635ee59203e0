//! Notes of what a slow step was made from, so that it runs again when that changed and only then.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A file that lies beside the outcome of a slow step and holds the hash of what went in.
pub(crate) struct Stamp {
    file: PathBuf,
    hash: String,
}

impl Stamp {
    /// Hashes the contents of `inputs`; `file` is where the hash is kept.
    pub(crate) fn of(file: PathBuf, inputs: &[PathBuf]) -> Result<Self> {
        let mut hasher = DefaultHasher::new();
        for input in inputs {
            read(input)?.hash(&mut hasher);
        }
        Ok(Self { file, hash: format!("{:016x}", hasher.finish()) })
    }

    /// Whether the step's outcome was made from these very inputs.
    pub(crate) fn is_fresh(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|kept| kept == self.hash)
    }

    /// Notes that the step is done.
    pub(crate) fn keep(&self) -> Result<()> {
        fs::write(&self.file, &self.hash).with_context(|| format!("could not write {}", self.file.display()))
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("could not read {}", path.display()))
}
