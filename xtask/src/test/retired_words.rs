//! The step that keeps the words of `tests/retired-words.txt` out of code, file names and prose.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use regex::{Regex, RegexBuilder};
use xshell::{Shell, cmd};

use crate::workspace::Workspace;

const LIST: &str = "tests/retired-words.txt";

/// The list, and the examples in the tests below.
const SKIPPED_FILES: [&str; 2] = [LIST, "xtask/src/test/retired_words.rs"];

/// Files that are generated or written by others.
const SKIPPED_NAMES: [&str; 3] = ["Cargo.lock", "package-lock.json", "LICENSE"];

const CHANGELOG: &str = "CHANGELOG.md";

/// Searches every text file that git tracks or would track.
pub(super) fn check(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let words = parse_list(&shell.read_file(workspace.path(LIST))?)?;
    let files = cmd!(shell, "git ls-files -z --cached --others --exclude-standard --deduplicate").quiet().read()?;
    let mut findings = Vec::new();
    for file in files.split('\0').filter(|file| is_checked(file)) {
        // A file that was deleted but not committed is still listed, and some files are no text.
        if let Ok(text) = fs::read_to_string(workspace.path(file)) {
            findings.extend(search_file(&words, file, &text));
        }
    }
    for finding in &findings {
        println!("{finding}");
    }
    ensure!(findings.is_empty(), "expected no retired words, found {} (listed in {LIST})", findings.len());
    Ok(())
}

/// A pattern of retired words, and the word to use instead.
struct RetiredWord {
    pattern: Regex,
    replacement: String,
}

fn parse_list(text: &str) -> Result<Vec<RetiredWord>> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (pattern, replacement) =
                line.split_once(" => ").with_context(|| format!("expected `pattern => replacement`, found: {line}"))?;
            // Without Unicode, `\b` is fast.
            let pattern = RegexBuilder::new(pattern).unicode(false).build()?;
            Ok(RetiredWord { pattern, replacement: replacement.to_owned() })
        })
        .collect()
}

fn is_checked(file: &str) -> bool {
    let name = Path::new(file).file_name().unwrap_or_default();
    !file.is_empty() && !SKIPPED_FILES.contains(&file) && !SKIPPED_NAMES.iter().any(|skipped| name == *skipped)
}

/// Returns `file:line: word => replacement` for each match in a file and its path.
fn search_file(words: &[RetiredWord], file: &str, text: &str) -> Vec<String> {
    let text = if file.ends_with(CHANGELOG) { newest_section(text) } else { text };
    let in_path = search_line(words, file).map(|finding| format!("{file}: {finding}, in the file's path"));
    let in_lines = text.lines().enumerate().flat_map(|(index, line)| {
        search_line(words, line).map(move |finding| format!("{file}:{}: {finding}", index + 1))
    });
    in_path.chain(in_lines).collect()
}

fn search_line(words: &[RetiredWord], line: &str) -> impl Iterator<Item = String> {
    // Splitting most lines changes nothing, so that one search is enough.
    let split = Some(split_identifiers(line)).filter(|split| split != line);
    words.iter().filter_map(move |RetiredWord { pattern, replacement }| {
        let found = pattern.find(line).or_else(|| pattern.find(split.as_deref()?))?;
        Some(format!("`{}` => {replacement}", found.as_str()))
    })
}

/// Puts a space between the words of each identifier: `laneCount` and `lane_count` become `lane Count` and `lane count`.
fn split_identifiers(line: &str) -> String {
    let mut split = String::with_capacity(line.len());
    let mut previous = ' ';
    for character in line.chars() {
        if character.is_uppercase() && previous.is_lowercase() {
            split.push(' ');
        }
        split.push(if character == '_' { ' ' } else { character });
        previous = character;
    }
    split
}

/// Returns the changelog without the sections of earlier releases, which are history.
fn newest_section(changelog: &str) -> &str {
    let end = changelog.match_indices("\n## ").nth(1).map_or(changelog.len(), |(index, _)| index);
    changelog.get(..end).unwrap_or(changelog)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_of_the_repository_finds_retired_words_and_spares_ordinary_ones() {
        let words = parse_list(include_str!("../../../tests/retired-words.txt")).unwrap();
        for retired in
            ["let lane = 1;", "laneCount", "LaneCount", "LANE_COUNT", "lock_out", "a fetch of yours", "its fate"]
        {
            assert_eq!(search_line(&words, retired).count(), 1, "{retired}");
        }
        for ordinary in ["airplanes", "the state", "cargo xtask bench", "a lockout", "on the wire", "amend", "outdoors"]
        {
            assert_eq!(search_line(&words, ordinary).collect::<Vec<_>>(), [""; 0]);
        }
    }

    #[test]
    fn match_is_reported_with_its_place_and_the_word_to_use() {
        let words = parse_list("\\blanes?\\b => worker").unwrap();
        let findings = search_file(&words, "src/lanes.rs", "one\ntwo lanes\n");
        assert_eq!(
            findings,
            ["src/lanes.rs: `lanes` => worker, in the file's path", "src/lanes.rs:2: `lanes` => worker"]
        );
    }

    #[test]
    fn list_with_an_invalid_line_is_an_error() {
        assert!(parse_list("\\blane\\b").is_err());
        assert!(parse_list("( => worker").is_err());
    }

    #[test]
    fn changelog_is_checked_in_its_newest_section_alone() {
        let words = parse_list("lane => worker").unwrap();
        let text = "# Changelog\n\n## 2.0.0\n\nlane\n\n## 1.0.0\n\nlane\n";
        assert_eq!(search_file(&words, "pkg-template/CHANGELOG.md", text).len(), 1);
    }

    #[test]
    fn lock_files_and_the_list_are_not_checked() {
        for file in ["Cargo.lock", "tests/package-lock.json", "LICENSE", LIST, ""] {
            assert!(!is_checked(file), "{file}");
        }
        assert!(is_checked("tests/clock.rs"));
    }
}
