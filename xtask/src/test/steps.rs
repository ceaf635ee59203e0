//! The list of what has to hold.

use anyhow::Result;
use xshell::Shell;

use super::{browsers, package, page, readme, rust, transport};
use crate::matrix;
use crate::workspace::Workspace;

/// Something that has to hold.
pub(super) struct Step {
    pub(super) name: &'static str,
    /// What mends it, or shows more, where it does not.
    pub(super) mend: &'static str,
    /// Whether it tests what the step `PACKAGE` makes.
    pub(super) needs_package: bool,
    pub(super) run: Run,
}

/// Runs a step with the tools that a shell has on its PATH.
type Run = fn(&Shell, &Workspace) -> Result<()>;

/// The step that makes what most of the others test.
pub(super) const PACKAGE: &str = "package";

/// Every step, in the order in which they start: long ones first, so that none is alone at the end, and beside schemathesis, which
/// keeps a core busy, those that wait for browsers.
pub(super) const STEPS: &[Step] = &[
    alone(PACKAGE, "cargo xtask build", package::build),
    with_package("control schema", "node tests/sandbox/schemathesis.mjs sandbox", package::control_schema),
    with_package("transport in all runtimes", "node --test tests/transport/runtimes", transport::runtimes),
    with_package("demo page", "node --test tests/page/*.test.mjs", page::test),
    with_package("sandbox schema", "node tests/sandbox/schemathesis.mjs verigator", package::api_schema),
    with_package("consumers", "cargo xtask matrix, and a part of the name", matrix::quick_half),
    with_package("gateway tests", "node --test tests/gateway", package::gateway),
    with_package("transport tests", "node --test tests/transport", transport::node),
    with_package("sandbox tests", "node --test tests/sandbox", package::sandbox),
    with_package("package tests", "node --test tests/package", package::test),
    with_package("README code blocks", "each js and ts block has to run as it stands", readme::test),
    with_package("types", "tests/node_modules/.bin/tsc --project tests/types/tsconfig.node16.json", package::types),
    with_package(
        "bundle sizes",
        "make it smaller, or take it as it is: `node tests/bench/sizes/check.mjs --write`",
        package::sizes,
    ),
    alone("rustfmt", "cargo fmt --all", rust::format),
    alone("clippy", "cargo clippy --workspace --all-targets", rust::lint),
    alone("clippy for wasm", "cargo clippy --package verigator --target wasm32-unknown-unknown", rust::lint_wasm),
    alone("host tests", "cargo test --workspace", rust::test),
    alone("wasm tests in Node", "wasm-pack test --node", browsers::node),
    alone("wasm tests in Chromium", "wasm-pack test --headless --chrome", browsers::chromium),
    alone("wasm tests in Firefox", "wasm-pack test --headless --firefox", browsers::firefox),
];

const fn alone(name: &'static str, mend: &'static str, run: Run) -> Step {
    Step { name, mend, needs_package: false, run }
}

const fn with_package(name: &'static str, mend: &'static str, run: Run) -> Step {
    Step { name, mend, needs_package: true, run }
}
