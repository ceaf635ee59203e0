//! The repository that the package is built from, for the links of its page on npm. Provenance needs it too: npm compares it with the one that
//! the workflow ran in.

use anyhow::{Context, Result, bail, ensure};
use xshell::{Shell, cmd};

/// The line of package.json after which the links are written.
const LINE_BEFORE: &str = "  \"license\": \"Apache-2.0\",\n";

/// A repository on a host such as GitHub.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Repository {
    /// The page of the repository, such as `https://github.com/owner/name`.
    url: String,
}

impl Repository {
    /// Reads the remote `origin` of the checkout.
    pub(super) fn of_checkout(shell: &Shell) -> Result<Self> {
        let remote = cmd!(shell, "git config --get remote.origin.url").quiet().ignore_stderr().read();
        let remote = remote.context(
            "package.json links to the repository, but git has no remote `origin`: `git remote add origin <URL>`",
        )?;
        Self::from_remote(remote.trim())
    }

    /// Parses the URL of a remote, by HTTPS or SSH. Credentials in it are dropped.
    fn from_remote(remote: &str) -> Result<Self> {
        let address = match remote.split_once("://") {
            Some(("https" | "ssh", address)) => address.to_owned(),
            Some((scheme, _)) => {
                bail!("expected the remote `origin` to be a URL of HTTPS or SSH, found one of {scheme}")
            }
            // git@github.com:owner/name.git
            None => remote.replacen(':', "/", 1),
        };
        let address = address.rsplit_once('@').map_or(address.as_str(), |(_, address)| address);
        let address = address.trim_end_matches('/').trim_end_matches(".git");
        let parts: Vec<_> = address.split('/').collect();
        let is_host = parts.first().is_some_and(|host| host.contains('.'));
        let is_name = |part: &&str| {
            !part.is_empty() && part.chars().all(|char| char.is_ascii_alphanumeric() || "-._".contains(char))
        };
        // The address may hold a token, so it is not shown.
        ensure!(
            is_host && parts.len() >= 3 && parts.iter().all(is_name),
            "expected the remote `origin` to be like https://github.com/owner/name.git or git@github.com:owner/name.git"
        );
        Ok(Self { url: format!("https://{address}") })
    }

    /// Adds the links to the text of package.json.
    pub(super) fn stamp(&self, manifest: &str) -> Result<String> {
        let Self { url } = self;
        let links = format!(
            "  \"homepage\": \"{url}#readme\",\n  \"repository\": {{ \"type\": \"git\", \"url\": \"git+{url}.git\" }},\n  \
             \"bugs\": {{ \"url\": \"{url}/issues\" }},\n"
        );
        ensure!(!manifest.contains("\"repository\""), "expected package.json without a repository, found one");
        let count = manifest.matches(LINE_BEFORE).count();
        ensure!(count == 1, "expected package.json to have its license once, found it {count} times");
        Ok(manifest.replace(LINE_BEFORE, &format!("{LINE_BEFORE}{links}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remotes_by_https_and_ssh_give_the_page_without_credentials() {
        for remote in [
            "https://github.com/owner/name.git",
            "https://github.com/owner/name",
            "https://github.com/owner/name/",
            "https://user:token@github.com/owner/name.git",
            "ssh://git@github.com/owner/name.git",
            "git@github.com:owner/name.git",
        ] {
            assert_eq!(Repository::from_remote(remote).unwrap(), of("https://github.com/owner/name"), "{remote}");
        }
        assert_eq!(Repository::from_remote("git@gitlab.com:a/b/name.git").unwrap(), of("https://gitlab.com/a/b/name"));
    }

    #[test]
    fn other_remotes_are_errors_that_hold_no_token() {
        for remote in [
            "/srv/name.git",
            "../name",
            "",
            "https://token@host/name",
            "https://token@github.com/name",
            "http://token@a.b/c/d",
            "file:///srv/name",
            "https://token@a.b/c/\"d",
        ] {
            let message = Repository::from_remote(remote).unwrap_err().to_string();
            assert!(message.contains("expected the remote") && !message.contains("token"), "{remote}: {message}");
        }
    }

    #[test]
    fn checkout_without_a_remote_is_an_error_that_says_what_to_do() {
        let shell = Shell::new().unwrap();
        let folder = shell.create_temp_dir().unwrap();
        shell.change_dir(folder.path());
        cmd!(shell, "git init --quiet").quiet().run().unwrap();
        let error = Repository::of_checkout(&shell).unwrap_err();
        assert!(error.to_string().contains("git remote add origin"), "{error}");
        cmd!(shell, "git remote add origin git@github.com:owner/name.git").quiet().run().unwrap();
        assert_eq!(Repository::of_checkout(&shell).unwrap(), of("https://github.com/owner/name"));
    }

    #[test]
    fn links_are_added_to_the_package_of_the_template() {
        let stamped =
            of("https://github.com/owner/name").stamp(include_str!("../../../pkg-template/package.json")).unwrap();
        let links = r#"
  "homepage": "https://github.com/owner/name#readme",
  "repository": { "type": "git", "url": "git+https://github.com/owner/name.git" },
  "bugs": { "url": "https://github.com/owner/name/issues" },
"#;
        assert!(stamped.contains(links), "{stamped}");
        assert!(of("https://github.com/owner/name").stamp(&stamped).is_err());
    }

    fn of(url: &str) -> Repository {
        Repository { url: url.to_owned() }
    }
}
