//! The steps that use the package as its users do: packed, installed, and imported by its name.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::workspace::Workspace;
use crate::{build, consumer, demo, docs, setup, site};

/// The folders whose suites import the package.
const CONSUMERS: [&str; 5] = ["tests/docs", "tests/gateway", "tests/package", "tests/sandbox", "tests/transport"];

/// The path of the tested site. A link that ignores the base leads nowhere under it.
const DOCS_BASE: &str = "/some/sub-path/";

/// Builds and packs the package, and installs it for the other steps.
pub(super) fn build_package(shell: &Shell, workspace: &Workspace) -> Result<()> {
    build::package(shell, workspace)?;
    let tarball = consumer::pack(shell, workspace)?;
    CONSUMERS.iter().try_for_each(|folder| tarball.install(shell, &workspace.path(folder)))
}

/// Tests the package's files, entry points, declarations and loading.
pub(super) fn package(shell: &Shell, workspace: &Workspace) -> Result<()> {
    run_suites(shell, workspace, "tests/package", &[])
}

/// Tests the sandbox's class, its server, and the recipes of its README.
pub(super) fn sandbox(shell: &Shell, workspace: &Workspace) -> Result<()> {
    run_suites(shell, workspace, "tests/sandbox", &[])
}

/// Tests the gateway's limits, access control and examples, in Node and in workerd.
pub(super) fn gateway(shell: &Shell, workspace: &Workspace) -> Result<()> {
    run_suites(shell, workspace, "tests/gateway", &[])
}

/// Tests the login for pages: its state in Node, its element in three browsers, and its examples with the frameworks, which are a separate project.
pub(super) fn login(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let folder = "tests/login";
    setup::npm_install(shell, workspace, folder)?;
    consumer::packed(workspace).add(shell, &workspace.path(folder))?;
    run_suites(shell, workspace, folder, &["--test-concurrency=2"])
}

/// Tests the examples for login libraries. Those are a separate project, since better-auth and the other tests need different versions of Vite.
pub(super) fn auth_libraries(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let folder = "tests/auth-libraries";
    setup::npm_install(shell, workspace, folder)?;
    consumer::packed(workspace).add(shell, &workspace.path(folder))?;
    run_suites(shell, workspace, folder, &[])
}

/// Measures what libraries that mock HTTP see of the client. They are a separate project, since two of them need a newer Node than the tests.
pub(super) fn mocks(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let folder = "tests/mocks";
    setup::npm_install(shell, workspace, folder)?;
    consumer::packed(workspace).add(shell, &workspace.path(folder))?;
    run_suites(shell, workspace, folder, &[])
}

/// Tests the client in Node, against a server that injects faults.
pub(super) fn transport(shell: &Shell, workspace: &Workspace) -> Result<()> {
    run_suites(shell, workspace, "tests/transport", &[])
}

/// Runs the same cases in Node, Deno, Bun, workerd and Chromium, and those that may differ between browsers in Firefox and WebKitGTK too.
pub(super) fn transport_in_runtimes(shell: &Shell, workspace: &Workspace) -> Result<()> {
    run_suites(shell, workspace, "tests/transport/runtimes", &["--test-concurrency=2"])
}

/// Builds the static demo page, installs the package that serves the other one, and tests both in browsers.
pub(super) fn page(shell: &Shell, workspace: &Workspace) -> Result<()> {
    site::make_static(shell, workspace, &workspace.site())?;
    demo::install_page(shell, workspace, &consumer::packed(workspace))?;
    run_suites(shell, workspace, "tests/page", &["--test-concurrency=2"])
}

/// Builds the documentation site, and tests its pages in Chromium, and that its examples do what it says.
pub(super) fn documentation(shell: &Shell, workspace: &Workspace) -> Result<()> {
    docs::render(shell, workspace, DOCS_BASE, &workspace.path("target/docs-test"))?;
    run_suites(shell, workspace, "tests/docs", &["--test-concurrency=2"])
}

/// Runs the simulations, a folder for each part.
pub(super) fn simulations(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let folder = "tests/soak";
    consumer::packed(workspace).install(shell, &workspace.path(folder))?;
    let parts = shell.read_dir(workspace.path(folder))?;
    let mut parts = parts.iter().filter(|part| part.is_dir() && !part.ends_with("node_modules"));
    parts.try_for_each(|part| run_suites(shell, workspace, &part.display().to_string(), &[]))
}

/// Type-checks programs that use the package, with the types of each environment and framework, and with each module resolution.
pub(super) fn types(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let folder = "tests/types";
    setup::npm_install(shell, workspace, folder)?;
    consumer::packed(workspace).add(shell, &workspace.path(folder))?;
    run_suites(shell, workspace, folder, &[])
}

/// Runs the suites of a folder with Node's test runner.
fn run_suites(shell: &Shell, workspace: &Workspace, folder: &str, flags: &[&str]) -> Result<()> {
    let files = shell.read_dir(workspace.path(folder))?;
    let suites = files.iter().filter(|file| file.to_string_lossy().ends_with(".test.mjs"));
    Ok(cmd!(shell, "node --test --test-reporter=dot {flags...} {suites...}").quiet().run()?)
}

/// Tests the emulated Verigator API with requests that its OpenAPI document allows, and with those that it forbids.
pub(super) fn verigator_api_schema(shell: &Shell, workspace: &Workspace) -> Result<()> {
    run_schemathesis(shell, workspace, "verigator")
}

/// Tests the emulated Number Verification API in the same way.
pub(super) fn number_verification_api_schema(shell: &Shell, workspace: &Workspace) -> Result<()> {
    run_schemathesis(shell, workspace, "number-verification")
}

/// Tests the control API in the same way.
pub(super) fn control_api_schema(shell: &Shell, workspace: &Workspace) -> Result<()> {
    run_schemathesis(shell, workspace, "sandbox")
}

fn run_schemathesis(shell: &Shell, workspace: &Workspace, tag: &str) -> Result<()> {
    let folder = workspace.path("tests/sandbox");
    Ok(cmd!(shell, "node {folder}/schemathesis.mjs {tag}").quiet().run()?)
}

/// Checks the formatting of JavaScript and TypeScript.
pub(super) fn format(shell: &Shell, _: &Workspace) -> Result<()> {
    Ok(cmd!(shell, "biome format --error-on-warnings").quiet().run()?)
}

/// Checks the package's bundle sizes against their budget.
pub(super) fn bundle_sizes(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let check = workspace.path("tests/bench/sizes/check.mjs");
    Ok(cmd!(shell, "node {check}").quiet().run()?)
}
