//! Runs and type-checks the code blocks of the READMEs.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::consumer;
use crate::workspace::Workspace;

const READMES: [&str; 6] = [
    "README.md",
    "pkg-template/README.md",
    "gateway/README.md",
    "gateway/number-verification.md",
    "gateway/trusted-devices.md",
    "examples/edge-worker/README.md",
];

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

/// The runtime that a block is for, whose types it is checked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Runtime {
    Node,
    Workers,
}

/// Runs every block with a sandbox behind the global fetch, type-checks it as TypeScript, and compares every block that shows a file with
/// that file.
pub(crate) fn test(shell: &Shell, workspace: &Workspace) -> Result<()> {
    let folder = workspace.path("target/readme");
    consumer::packed(workspace).install(shell, &folder)?;
    shell.copy_file(workspace.path("tests/readme").join(PRELOAD), &folder)?;
    let _in_folder = shell.push_dir(&folder);
    let mut files = Vec::new();
    for readme in READMES {
        let text = shell.read_file(workspace.path(readme))?;
        for block in blocks(&text) {
            let location = format!("{readme}, line {}", block.line);
            if let Some(file) = &block.file {
                compare(shell, &workspace.path(readme).with_file_name(file), &block).context(location)?;
            } else if let Some(extension) = block.extension() {
                let file =
                    format!("{}-line-{}.{extension}", readme.trim_end_matches(".md").replace('/', "-"), block.line);
                shell.write_file(&file, &block.code)?;
                run(shell, &file).context(location)?;
                files.push((block.runtime(), file));
            }
        }
    }
    ensure!(!files.is_empty(), "expected the READMEs to have JavaScript or TypeScript blocks, found none");
    for runtime in [Runtime::Node, Runtime::Workers] {
        let files: Vec<_> = files.iter().filter(|(of, _)| *of == runtime).map(|(_, file)| file).collect();
        check_types(shell, workspace, runtime, &files)?;
    }
    println!("  {} code blocks ran and have the right types", files.len());
    Ok(())
}

/// Checks that a block is identical to the file that it shows.
fn compare(shell: &Shell, file: &Path, block: &Block) -> Result<()> {
    ensure!(shell.read_file(file)? == block.code, "expected the block to be identical to {}", file.display());
    Ok(())
}

/// Runs a block, without its types if it is TypeScript.
fn run(shell: &Shell, file: &str) -> Result<()> {
    let script = format!("{file}.run.{}", if file.ends_with("cjs") { "cjs" } else { "mjs" });
    cmd!(shell, "esbuild {file} --outfile={script} --log-level=warning").quiet().run()?;
    Ok(cmd!(shell, "node --import ./{PRELOAD} {script}").quiet().ignore_stdout().run()?)
}

/// Type-checks the blocks of a runtime as a new project would, with the options that `tsc --init` writes.
fn check_types(shell: &Shell, workspace: &Workspace, runtime: Runtime, files: &[&String]) -> Result<()> {
    ensure!(!files.is_empty(), "expected the READMEs to have a block for {runtime:?}, found none");
    let packages = workspace.path("tests/node_modules");
    let (scope, types) = match runtime {
        Runtime::Node => ("@types", "node"),
        Runtime::Workers => ("@cloudflare", "workers-types"),
    };
    let strictness =
        ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--skipLibCheck", "false"];
    cmd!(shell, "tsc --noEmit {strictness...} --lib es2022 --target es2022 --module nodenext --checkJs")
        .args(["--types", types])
        .arg("--typeRoots")
        .arg(packages.join(scope))
        .args(files)
        .quiet()
        .run()
        .with_context(|| format!("a code block has the wrong types in {runtime:?}"))
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
    /// Returns the extension that TypeScript expects for this code, or `None` if it is in another language. Modules are TypeScript; in CommonJS
    /// only JavaScript has a `require` with types.
    fn extension(&self) -> Option<&'static str> {
        match self.language.as_str() {
            "js" if self.code.contains("require(") => Some("cjs"),
            "js" | "ts" => Some("mts"),
            _ => None,
        }
    }

    fn runtime(&self) -> Runtime {
        if self.code.contains("ExportedHandler") { Runtime::Workers } else { Runtime::Node }
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
        assert_eq!(block("js", 1, "import 'verigator'").extension(), Some("mts"));
        assert_eq!(block("html", 1, "").extension(), None);
    }

    #[test]
    fn workers_are_known_by_their_type() {
        assert_eq!(block("ts", 1, "export default {} satisfies ExportedHandler<Env>").runtime(), Runtime::Workers);
        assert_eq!(block("ts", 1, "export default {}").runtime(), Runtime::Node);
    }

    #[track_caller]
    fn block(language: &str, line: usize, code: &str) -> Block {
        Block { language: language.to_owned(), line, code: code.to_owned(), file: None }
    }
}
