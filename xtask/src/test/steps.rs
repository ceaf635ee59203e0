//! The steps of `cargo xtask test`.

use anyhow::Result;
use xshell::Shell;

use super::{readme, rust, suites};
use crate::matrix;
use crate::setup::{self, Tool};
use crate::workspace::Workspace;

/// A check or a suite of tests.
pub(super) struct Step {
    pub(super) name: &'static str,
    /// A command or hint that fixes a failure or shows more about it.
    pub(super) fix: &'static str,
    /// Whether the step tests the package that the step [`PACKAGE`] builds.
    pub(super) needs_package: bool,
    /// What the step needs on this machine. The tools of the step [`PACKAGE`] need not be listed.
    pub(super) needs: &'static [Tool],
    pub(super) run: Run,
}

/// Runs a step with the tools on the shell's PATH.
type Run = fn(&Shell, &Workspace) -> Result<()>;

/// The step that builds the package, which most other steps test.
pub(super) const PACKAGE: &str = "package";

use Tool::{
    Chromium, Clippy, Firefox, MessenteClients, Node, NpmPackages, OpenSsl, Postgres, Redis, ReverseProxies, Rustfmt,
    Schemathesis, WasmBindgen, WasmPack, WasmTarget, WebKit,
};

const NPM: &[Tool] = &[Node, NpmPackages];
const BROWSERS: &[Tool] = &[Node, NpmPackages, Chromium, Firefox, WebKit];

/// Every step, in starting order. Long steps start first, so that none of them runs alone at the end. Steps that wait for browsers start
/// beside schemathesis, which keeps a core busy.
pub(super) const STEPS: &[Step] = &[
    independent(PACKAGE, setup::BUILD, "cargo xtask build", suites::build_package),
    with_package(
        "control API schema",
        &[Node, NpmPackages, Schemathesis],
        "node tests/sandbox/schemathesis.mjs sandbox",
        suites::control_api_schema,
    ),
    with_package(
        "transport in all runtimes",
        BROWSERS,
        "node --test tests/transport/runtimes",
        suites::transport_in_runtimes,
    ),
    with_package(
        "demo page",
        &[Node, NpmPackages, Chromium, Firefox],
        "node --test tests/page/*.test.mjs",
        suites::page,
    ),
    with_package("login", BROWSERS, "node --test tests/login/*.test.mjs", suites::login),
    with_package(
        "Verigator API schema",
        &[Node, NpmPackages, Schemathesis],
        "node tests/sandbox/schemathesis.mjs verigator",
        suites::verigator_api_schema,
    ),
    with_package(
        "Number Verification API schema",
        &[Node, NpmPackages, Schemathesis],
        "node tests/sandbox/schemathesis.mjs number-verification",
        suites::number_verification_api_schema,
    ),
    with_package(
        "documentation",
        &[Node, NpmPackages, Chromium, Firefox, Redis],
        "node --test tests/docs",
        suites::documentation,
    ),
    with_package("consumers", BROWSERS, "cargo xtask matrix <part of a name>", matrix::run_quick),
    with_package(
        "gateway tests",
        &[Node, NpmPackages, Chromium, Redis, Postgres, OpenSsl, ReverseProxies],
        "node --test tests/gateway",
        suites::gateway,
    ),
    with_package(
        "auth libraries",
        &[Node, NpmPackages, Chromium],
        "node --test tests/auth-libraries",
        suites::auth_libraries,
    ),
    with_package("mocks", NPM, "node --test tests/mocks", suites::mocks),
    with_package("transport tests", NPM, "node --test tests/transport", suites::transport),
    with_package(
        "sandbox tests",
        &[Node, NpmPackages, Chromium, MessenteClients],
        "node --test tests/sandbox",
        suites::sandbox,
    ),
    with_package("package tests", BROWSERS, "node --test tests/package", suites::package),
    with_package("README code blocks", NPM, "every js and ts block has to run as it is", readme::test),
    with_package("types", NPM, "node --test tests/types", suites::types),
    with_package(
        "bundle sizes",
        NPM,
        "make the bundle smaller, or accept its size: `node tests/bench/sizes/check.mjs --write`",
        suites::bundle_sizes,
    ),
    independent("rustfmt", &[Rustfmt], "cargo fmt --all", rust::format),
    independent("format of JavaScript", NPM, "tests/node_modules/.bin/biome format --write", suites::format),
    independent("frameworks table", &[Node], "cargo xtask matrix --table", matrix::check_table),
    independent("clippy", &[Clippy], "cargo clippy --workspace --all-targets", rust::lint),
    independent(
        "clippy for wasm",
        &[Clippy, WasmTarget],
        "cargo clippy --package verigator --target wasm32-unknown-unknown",
        rust::lint_wasm,
    ),
    independent("host tests", &[Node], "cargo test --workspace", rust::test),
    independent(
        "wasm tests in Node",
        &[Node, WasmTarget, WasmPack, WasmBindgen],
        "wasm-pack test --node",
        rust::test_in_node,
    ),
    independent(
        "wasm tests in Chromium",
        &[WasmTarget, WasmPack, WasmBindgen, Chromium],
        "wasm-pack test --headless --chrome",
        rust::test_in_chromium,
    ),
    independent(
        "wasm tests in Firefox",
        &[WasmTarget, WasmPack, WasmBindgen, Firefox],
        "wasm-pack test --headless --firefox",
        rust::test_in_firefox,
    ),
];

/// Simulated attacks and crowds, which only `cargo xtask soak` runs.
pub(super) const SIMULATIONS: Step =
    with_package("simulations", NPM, "node --test tests/soak/<folder>", suites::simulations);

const fn independent(name: &'static str, needs: &'static [Tool], fix: &'static str, run: Run) -> Step {
    Step { name, fix, needs_package: false, needs, run }
}

const fn with_package(name: &'static str, needs: &'static [Tool], fix: &'static str, run: Run) -> Step {
    Step { name, fix, needs_package: true, needs, run }
}
