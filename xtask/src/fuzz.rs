//! `cargo xtask fuzz`: feeds the client's decoders responses that no server would send.

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::progress;
use crate::setup::{self, Tool};
use crate::workspace::Workspace;

/// The programs in `fuzz/fuzz_targets`, each with the seconds it runs: a minute in total.
const TARGETS: [(&str, u32); 2] = [("response_body", 40), ("response_text", 20)];

/// Runs each target, starting from the seeds and the corpus of earlier runs. An input that crashes one is saved in `fuzz/artifacts`.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    check_nightly(&workspace.shell()?)?;
    let shell = setup::shell(workspace, &[Tool::CargoFuzz])?;
    let _in_folder = shell.push_dir(workspace.path("fuzz"));
    for (target, seconds) in TARGETS {
        progress::step(&format!("fuzzing {target} for {seconds} s"));
        let (corpus, seeds) = (format!("corpus/{target}"), format!("seeds/{target}"));
        shell.create_dir(&corpus)?;
        let limit = format!("-max_total_time={seconds}");
        cmd!(
            shell,
            "rustup run nightly cargo fuzz run --fuzz-dir . {target} {corpus} {seeds} -- {limit} -print_final_stats=1"
        )
        .quiet()
        .run()
        .with_context(|| format!("{target} found an input that breaks a decoder: see fuzz/artifacts/{target}"))?;
    }
    Ok(())
}

/// Checks for nightly Rust, the only toolchain with sanitizers.
fn check_nightly(shell: &Shell) -> Result<()> {
    let toolchains = cmd!(shell, "rustup toolchain list").quiet().read().context("rustup is missing: see rustup.rs")?;
    let is_installed = toolchains.lines().any(|toolchain| toolchain.starts_with("nightly"));
    ensure!(is_installed, "fuzzing needs nightly Rust: `rustup toolchain install nightly --profile minimal`");
    Ok(())
}
