//! Runs and type-checks the code blocks of the READMEs.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::consumer;
use crate::workspace::Workspace;

const READMES: [&str; 4] =
    ["README.md", "pkg-template/README.md", "gateway/README.md", "examples/edge-worker/README.md"];

/// The module that connects the global fetch to a sandbox before a block runs.
const PRELOAD: &str = "sandbox-fetch.mjs";

/// A comment above a block that continues the previous block.
const CONTINUED: &str = "<!-- continued -->";

/// The start and end of a comment above a block that shows a file beside the README. Another test runs the file.
const FILE: (&str, &str) = ("<!-- the file ", " -->");

/// A code block of a README. Its code starts with that of the block that it continues.
#[derive(Debug, PartialEq, Eq)]
struct Block {
    language: String,
    line: usize,
    code: String,
    /// The file that the block shows.
    file: Option<String>,
}

/// Runs every JavaScript block with a sandbox behind the global fetch, type-checks every TypeScript block, and compares every block that
/// shows a file with that file.
pub(crate) fn test(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let folder = workspace.path("target/readme");
    consumer::packed(workspace).install(shell, &folder)?;
    shell.copy_file(workspace.path("tests/readme").join(PRELOAD), &folder)?;
    let _in_folder = shell.push_dir(&folder);
    let mut ran = 0;
    for readme in READMES {
        let text = shell.read_file(workspace.path(readme))?;
        for block in blocks(&text) {
            let location = format!("{readme}, line {}", block.line);
            match &block.file {
                Some(file) => compare(shell, &workspace.path(readme).with_file_name(file), &block).context(location)?,
                None => ran += usize::from(run(shell, &block).context(location)?),
            }
        }
    }
    ensure!(ran > 0, "expected the READMEs to have JavaScript or TypeScript blocks, found none");
    println!("  {ran} code blocks ran");
    Ok(())
}

/// Checks that a block is identical to the file that it shows.
fn compare(shell: &Shell, file: &Path, block: &Block) -> Result<()> {
    ensure!(shell.read_file(file)? == block.code, "expected the block to be identical to {}", file.display());
    Ok(())
}

/// Runs or type-checks a block. Returns false if it is in another language.
fn run(shell: &Shell, block: &Block) -> Result<bool> {
    let Some(extension) = block.extension() else {
        return Ok(false);
    };
    let file = format!("line-{}.{extension}", block.line);
    shell.write_file(&file, &block.code)?;
    if extension == "mts" {
        cmd!(shell, "tsc --noEmit --strict --target esnext --module nodenext {file}").quiet().run()?;
    } else {
        cmd!(shell, "node --import ./{PRELOAD} {file}").quiet().ignore_stdout().run()?;
    }
    Ok(true)
}

/// Finds the fenced code blocks of a Markdown text.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<Block> = None;
    let mut is_continued = false;
    let mut file = None;
    for (index, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => block.code += &format!("{line}\n"),
            (None, Some(language)) => {
                let code = blocks.last().filter(|_| is_continued).map(|block| block.code.clone());
                let code = code.unwrap_or_default();
                open = Some(Block { language: language.trim().to_owned(), line: index + 1, code, file: file.take() });
                is_continued = false;
            }
            (None, None) => {
                is_continued |= line == CONTINUED;
                file = shown_file(line).or(file);
            }
        }
    }
    blocks
}

/// Returns the file that a comment names.
fn shown_file(line: &str) -> Option<String> {
    let (start, end) = FILE;
    Some(line.strip_prefix(start)?.strip_suffix(end)?.to_owned())
}

impl Block {
    /// Returns the extension that Node or TypeScript expects for this code, or `None` if it is in another language.
    fn extension(&self) -> Option<&'static str> {
        match self.language.as_str() {
            "js" if self.code.contains("require(") => Some("cjs"),
            "js" => Some("mjs"),
            "ts" => Some("mts"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_have_their_language_and_line() {
        let found = blocks("# Title\n```js\nlet a;\n```\n\n```sh\nls\n```\n");
        let expected = [("js", 2, "let a;\n"), ("sh", 6, "ls\n")];
        assert_eq!(found, expected.map(|(language, line, code)| block(language, line, code)));
    }

    #[test]
    fn continued_block_starts_with_the_previous_one() {
        let found = blocks("```js\nlet a;\n```\n<!-- continued -->\n```js\na = 1;\n```\n");
        assert_eq!(found.last(), Some(&block("js", 5, "let a;\na = 1;\n")));
    }

    #[test]
    fn file_comment_applies_only_to_the_next_block() {
        let found = blocks("<!-- the file page.js -->\n```js\nlet a;\n```\n```js\nlet a;\n```\n");
        let files: Vec<_> = found.iter().map(|block| block.file.as_deref()).collect();
        assert_eq!(files, [Some("page.js"), None]);
    }

    #[test]
    fn block_without_a_comment_starts_empty() {
        let found = blocks("```js\nlet a;\n```\n```js\nlet a;\n```\n");
        assert_eq!(found.last(), Some(&block("js", 4, "let a;\n")));
    }

    #[test]
    fn extension_distinguishes_common_js_from_modules() {
        assert_eq!(block("js", 1, "require('verigator')").extension(), Some("cjs"));
        assert_eq!(block("js", 1, "import 'verigator'").extension(), Some("mjs"));
        assert_eq!(block("html", 1, "").extension(), None);
    }

    #[track_caller]
    fn block(language: &str, line: usize, code: &str) -> Block {
        Block { language: language.to_owned(), line, code: code.to_owned(), file: None }
    }
}
