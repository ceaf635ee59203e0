//! `cargo xtask test`: everything that has to hold, one step after the other, and a table at the end.

mod browsers;
mod package;
mod page;
mod readme;
mod report;
mod rust;
mod transport;

use anyhow::{Result, ensure};
use lexopt::{Parser, ValueExt};
use xshell::Shell;

use crate::setup;
use crate::workspace::Workspace;
use report::Report;

/// Something that has to hold.
struct Step {
    name: &'static str,
    /// What mends it, or shows more, where it does not.
    mend: &'static str,
    run: fn(&Shell, &Workspace) -> Result<()>,
}

const STEPS: &[Step] = &[
    Step { name: "rustfmt", mend: "cargo fmt --all", run: rust::format },
    Step { name: "clippy", mend: "cargo clippy --workspace --all-targets", run: rust::lint },
    Step {
        name: "clippy for wasm",
        mend: "cargo clippy --package verigator --target wasm32-unknown-unknown",
        run: rust::lint_wasm,
    },
    Step { name: "host tests", mend: "cargo test --workspace", run: rust::test },
    Step { name: "wasm tests in Node", mend: "wasm-pack test --node", run: browsers::node },
    Step { name: "wasm tests in Chromium", mend: "wasm-pack test --headless --chrome", run: browsers::chromium },
    Step { name: "wasm tests in Firefox", mend: "wasm-pack test --headless --firefox", run: browsers::firefox },
    Step { name: PACKAGE, mend: "cargo xtask build", run: package::build },
    Step { name: "package tests", mend: "node --test tests/package", run: package::test },
    Step { name: "transport tests", mend: "node --test tests/transport", run: transport::node },
    Step { name: "transport in all runtimes", mend: "node --test tests/transport/runtimes", run: transport::runtimes },
    Step { name: "sandbox tests", mend: "node --test tests/sandbox", run: package::sandbox },
    Step { name: "sandbox schema", mend: "node tests/sandbox/schemathesis.mjs verigator", run: package::api_schema },
    Step { name: "control schema", mend: "node tests/sandbox/schemathesis.mjs sandbox", run: package::control_schema },
    Step { name: "gateway tests", mend: "node --test tests/gateway", run: package::gateway },
    Step {
        name: "bundle sizes",
        mend: "make it smaller, or take it as it is: `node tests/bench/sizes/check.mjs --write`",
        run: package::sizes,
    },
    Step {
        name: "types",
        mend: "tests/node_modules/.bin/tsc --project tests/types/tsconfig.node16.json",
        run: package::types,
    },
    Step { name: "demo page", mend: "node --test tests/page/*.test.mjs", run: page::test },
    Step { name: "consumers", mend: "cargo xtask matrix, and a part of the name", run: crate::matrix::quick_half },
    Step { name: "README code blocks", mend: "each js and ts block has to run as it stands", run: readme::test },
];

/// The step that makes what most of the others test.
const PACKAGE: &str = "package";

/// Runs the steps whose names have one of the command line's words in them, or all; also after one has failed.
pub(crate) fn run_named(workspace: &Workspace, mut words: Parser) -> Result<()> {
    let words = words.raw_args()?.map(|word| word.string()).collect::<Result<Vec<_>, _>>()?;
    let is_named = |step: &&Step| words.iter().any(|word| step.name.contains(word.as_str()));
    if words.is_empty() {
        return run(workspace);
    }
    let names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
    ensure!(STEPS.iter().any(|step| is_named(&step)), "no step is called {words:?}; there are {names:?}");
    run_steps(workspace, STEPS.iter().filter(|step| step.name == PACKAGE || is_named(step)))
}

/// Runs every step.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    run_steps(workspace, STEPS.iter())
}

fn run_steps<'a>(workspace: &Workspace, steps: impl Iterator<Item = &'a Step>) -> Result<()> {
    let shell = setup::for_tests(workspace)?;
    let mut report = Report::default();
    for step in steps {
        report.run(step, &shell, workspace);
    }
    report.finish()
}
