//! Fingerprints of a slow step's inputs, so that the step runs again only after they change.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use anyhow::{Context, Result};

/// The hash of a step's inputs, and the file beside its output that keeps the hash of the last run.
pub(crate) struct Fingerprint {
    file: PathBuf,
    hash: String,
}

impl Fingerprint {
    /// Hashes the contents of `inputs`. `file` keeps the hash.
    pub(crate) fn of(file: PathBuf, inputs: &[PathBuf]) -> Result<Self> {
        let mut hasher = DefaultHasher::new();
        for input in inputs {
            let bytes = fs::read(input).with_context(|| format!("could not read {}", input.display()))?;
            bytes.hash(&mut hasher);
        }
        Ok(Self { file, hash: format!("{:016x}", hasher.finish()) })
    }

    /// The hash of the inputs, in hexadecimal.
    pub(crate) fn hash(&self) -> &str {
        &self.hash
    }

    /// Returns whether the last run had the same inputs.
    pub(crate) fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|saved| saved == self.hash)
    }

    /// Records that the step has run.
    pub(crate) fn save(&self) -> Result<()> {
        fs::write(&self.file, &self.hash).with_context(|| format!("could not write {}", self.file.display()))
    }
}
