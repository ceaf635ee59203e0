//! The browsers that the tests run in, their WebDriver programs, the virtual display that WebKitGTK needs, and the databases of the gateway's tests.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::progress;

/// A program, the names that distributions give it, and its Debian package.
struct Program {
    names: &'static [&'static str],
    debian_package: &'static str,
}

const PROGRAMS: [Program; 14] = [
    Program { names: &["chromium", "google-chrome"], debian_package: "chromium" },
    Program { names: &["chromedriver"], debian_package: "chromium-driver" },
    Program { names: &["firefox-esr", "firefox"], debian_package: "firefox-esr" },
    Program { names: &["WebKitWebDriver"], debian_package: "webkit2gtk-driver" },
    Program { names: &["broadwayd"], debian_package: "libgtk-3-bin" },
    Program { names: &["redis-server", "valkey-server"], debian_package: "redis-server" },
    // Debian keeps the server's own programs off the PATH; the second name comes along with them.
    Program { names: &["initdb", "pg_ctlcluster"], debian_package: "postgresql" },
    Program { names: &["pgbouncer"], debian_package: "pgbouncer" },
    Program { names: &["openssl"], debian_package: "openssl" },
    Program { names: &["nginx"], debian_package: "nginx-light" },
    Program { names: &["haproxy"], debian_package: "haproxy" },
    Program { names: &["caddy"], debian_package: "caddy" },
    Program { names: &["apache2", "httpd"], debian_package: "apache2" },
    Program { names: &["varnishd"], debian_package: "varnish" },
];

/// Installs the missing browsers and databases with apt. Fails if apt is missing or the user is not root.
pub(crate) fn ensure(shell: &Shell) -> Result<()> {
    let packages = missing(shell);
    if packages.is_empty() {
        return Ok(());
    }
    let listed = packages.join(" ");
    if !can_use_apt(shell) {
        bail!("these Debian packages are not installed: {listed}. Run `sudo apt-get install {listed}`");
    }
    progress::step(&format!("installing {listed} with apt"));
    let failed = || format!("apt could not install them: `apt-get install {listed}` shows why");
    cmd!(shell, "apt-get update -qq").quiet().run().with_context(failed)?;
    cmd!(shell, "apt-get install -qq --yes --no-install-recommends {packages...}")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .quiet()
        .run()
        .with_context(failed)
}

/// Finds a program on the shell's PATH.
pub(crate) fn find(shell: &Shell, name: &str) -> Option<PathBuf> {
    let path = shell.var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name).with_extension(std::env::consts::EXE_EXTENSION))
        .find(|file| file.is_file())
}

fn missing(shell: &Shell) -> Vec<&'static str> {
    let is_installed = |program: &&Program| program.names.iter().any(|name| find(shell, name).is_some());
    PROGRAMS.iter().filter(|program| !is_installed(program)).map(|program| program.debian_package).collect()
}

fn can_use_apt(shell: &Shell) -> bool {
    let user = cmd!(shell, "id -u").quiet().ignore_stderr().read();
    find(shell, "apt-get").is_some() && user.is_ok_and(|id| id == "0")
}
