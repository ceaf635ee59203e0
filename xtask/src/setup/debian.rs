//! The programs that Debian packages: browsers, their WebDriver programs, the virtual display that WebKitGTK needs, databases and proxies.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use super::Tool;
use crate::progress;

/// A program, the tool that it belongs to, the names that distributions give it, and its Debian package.
struct Program {
    tool: Tool,
    names: &'static [&'static str],
    debian_package: &'static str,
}

const PROGRAMS: [Program; 14] = [
    program(Tool::Chromium, &["chromium", "google-chrome"], "chromium"),
    program(Tool::Chromium, &["chromedriver"], "chromium-driver"),
    program(Tool::Firefox, &["firefox-esr", "firefox"], "firefox-esr"),
    program(Tool::WebKit, &["WebKitWebDriver"], "webkit2gtk-driver"),
    program(Tool::WebKit, &["broadwayd"], "libgtk-3-bin"),
    program(Tool::Redis, &["redis-server", "valkey-server"], "redis-server"),
    // Debian keeps the server's own programs off the PATH; the second name comes along with them.
    program(Tool::Postgres, &["initdb", "pg_ctlcluster"], "postgresql"),
    program(Tool::Postgres, &["pgbouncer"], "pgbouncer"),
    program(Tool::OpenSsl, &["openssl"], "openssl"),
    program(Tool::ReverseProxies, &["nginx"], "nginx-light"),
    program(Tool::ReverseProxies, &["haproxy"], "haproxy"),
    program(Tool::ReverseProxies, &["caddy"], "caddy"),
    program(Tool::ReverseProxies, &["apache2", "httpd"], "apache2"),
    program(Tool::ReverseProxies, &["varnishd"], "varnish"),
];

const fn program(tool: Tool, names: &'static [&'static str], debian_package: &'static str) -> Program {
    Program { tool, names, debian_package }
}

/// Installs the missing programs of some tools with apt. Fails if apt is missing or the user is not root.
pub(super) fn ensure(shell: &Shell, tools: &[Tool]) -> Result<()> {
    let packages = missing(shell, tools);
    if packages.is_empty() {
        return Ok(());
    }
    let listed = packages.join(" ");
    if !can_use_apt(shell) {
        bail!("these Debian packages are not installed: {listed}. Run `sudo apt-get install {listed}`");
    }
    let failed = || format!("apt could not install them: `apt-get install {listed}` shows why");
    progress::timed(&format!("installing {listed} with apt"), || {
        cmd!(shell, "apt-get update -qq").quiet().run().with_context(failed)?;
        cmd!(shell, "apt-get install -qq --yes --no-install-recommends {packages...}")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .quiet()
            .run()
            .with_context(failed)
    })
}

/// Finds a program on the shell's PATH.
pub(crate) fn find(shell: &Shell, name: &str) -> Option<PathBuf> {
    let path = shell.var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name).with_extension(std::env::consts::EXE_EXTENSION))
        .find(|file| file.is_file())
}

fn missing(shell: &Shell, tools: &[Tool]) -> Vec<&'static str> {
    let is_installed = |program: &Program| program.names.iter().any(|name| find(shell, name).is_some());
    let is_missing = |program: &&Program| tools.contains(&program.tool) && !is_installed(program);
    PROGRAMS.iter().filter(is_missing).map(|program| program.debian_package).collect()
}

fn can_use_apt(shell: &Shell) -> bool {
    let user = cmd!(shell, "id -u").quiet().ignore_stderr().read();
    find(shell, "apt-get").is_some() && user.is_ok_and(|id| id == "0")
}
