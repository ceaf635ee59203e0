//! Runs the code blocks of the READMEs, so that none of them is wrong.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::consumer;
use crate::workspace::Workspace;

const READMES: [&str; 4] =
    ["README.md", "pkg-template/README.md", "gateway/README.md", "examples/edge-worker/README.md"];

/// Answers the global fetch of every block by a sandbox.
const PRELOAD: &str = "sandboxed.mjs";

/// Put above a block, this makes it go on where the block before it ended.
const GOES_ON: &str = "<!-- goes on -->";

/// Put above a block, this and a path beside the README say that the block is that file, which a test of its own runs.
const IS_FILE: (&str, &str) = ("<!-- the file ", " -->");

/// A code block of a README, with what it goes on from.
#[derive(Debug, PartialEq, Eq)]
struct Block {
    language: String,
    line: usize,
    code: String,
    /// The file that it shows.
    file: Option<String>,
}

/// Runs every JavaScript block, with the global fetch answered by a sandbox, and type-checks every TypeScript block. A block that
/// shows a file has to be that file to the letter.
pub(crate) fn test(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let folder = workspace.path("target/readme");
    consumer::packed(workspace).install(shell, &folder)?;
    shell.copy_file(workspace.path("tests/readme").join(PRELOAD), &folder)?;
    let _in_folder = shell.push_dir(&folder);
    let mut ran = 0;
    for readme in READMES {
        let text = shell.read_file(workspace.path(readme))?;
        for block in blocks(&text) {
            let place = format!("{readme}, line {}", block.line);
            match &block.file {
                Some(file) => compare(shell, &workspace.path(readme).with_file_name(file), &block).context(place)?,
                None => ran += usize::from(run(shell, &block).context(place)?),
            }
        }
    }
    ensure!(ran > 0, "no README has a code block that could be run");
    println!("  {ran} code blocks ran");
    Ok(())
}

/// Holds a block against the file that it shows.
fn compare(shell: &Shell, file: &Path, block: &Block) -> Result<()> {
    ensure!(shell.read_file(file)? == block.code, "the block should be the file {}", file.display());
    Ok(())
}

/// Runs or checks a block; false where its language is none of ours.
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
    let mut goes_on = false;
    let mut file = None;
    for (index, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => block.code += &format!("{line}\n"),
            (None, Some(language)) => {
                let code = blocks.last().filter(|_| goes_on).map(|block| block.code.clone());
                let code = code.unwrap_or_default();
                open = Some(Block { language: language.trim().to_owned(), line: index + 1, code, file: file.take() });
                goes_on = false;
            }
            (None, None) => {
                goes_on |= line == GOES_ON;
                file = shown_file(line).or(file);
            }
        }
    }
    blocks
}

/// The file that a mark names.
fn shown_file(line: &str) -> Option<String> {
    let (start, end) = IS_FILE;
    Some(line.strip_prefix(start)?.strip_suffix(end)?.to_owned())
}

impl Block {
    /// What Node or TypeScript wants a file with this code to be called.
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
    fn marked_block_goes_on_from_the_one_before() {
        let found = blocks("```js\nlet a;\n```\n<!-- goes on -->\n```js\na = 1;\n```\n");
        assert_eq!(found.last(), Some(&block("js", 5, "let a;\na = 1;\n")));
    }

    #[test]
    fn mark_of_a_file_is_for_the_next_block_alone() {
        let found = blocks("<!-- the file page.js -->\n```js\nlet a;\n```\n```js\nlet a;\n```\n");
        let files: Vec<_> = found.iter().map(|block| block.file.as_deref()).collect();
        assert_eq!(files, [Some("page.js"), None]);
    }

    #[test]
    fn unmarked_block_stands_alone() {
        let found = blocks("```js\nlet a;\n```\n```js\nlet a;\n```\n");
        assert_eq!(found.last(), Some(&block("js", 4, "let a;\n")));
    }

    #[test]
    fn extension_tells_common_js_from_modules() {
        assert_eq!(block("js", 1, "require('verigator')").extension(), Some("cjs"));
        assert_eq!(block("js", 1, "import 'verigator'").extension(), Some("mjs"));
        assert_eq!(block("html", 1, "").extension(), None);
    }

    #[track_caller]
    fn block(language: &str, line: usize, code: &str) -> Block {
        Block { language: language.to_owned(), line, code: code.to_owned(), file: None }
    }
}
