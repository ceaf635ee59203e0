//! `cargo xtask fuzz`: feeds the decoders of answers what no server would send.

use anyhow::{Context, Result, ensure};
use lexopt::Parser;
use xshell::{Shell, cmd};

use crate::workspace::Workspace;
use crate::{progress, setup, task};

/// The programs of `fuzz/fuzz_targets`, and for how many seconds each runs: a minute in all.
const TARGETS: [(&str, u32); 2] = [("answers", 40), ("texts", 20)];

/// Runs each target, from the seeds and from what earlier runs found. What breaks one is kept in `fuzz/artifacts`.
pub(crate) fn run(workspace: &Workspace, flags: Parser) -> Result<()> {
    task::no_flags(flags)?;
    let shell = workspace.shell()?;
    check_nightly(&shell)?;
    setup::for_fuzzing(&shell)?;
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
        .with_context(|| format!("{target} found an input that breaks a decoder: it is in fuzz/artifacts/{target}"))?;
    }
    Ok(())
}

/// Sanitizers are nightly's.
fn check_nightly(shell: &Shell) -> Result<()> {
    let toolchains = cmd!(shell, "rustup toolchain list").quiet().read().context("rustup is missing: see rustup.rs")?;
    let is_there = toolchains.lines().any(|toolchain| toolchain.starts_with("nightly"));
    ensure!(is_there, "fuzzing takes Rust's nightly: `rustup toolchain install nightly --profile minimal`");
    Ok(())
}
