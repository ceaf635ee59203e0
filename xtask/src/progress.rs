//! What the tasks say on the terminal while they work.

use std::io::{IsTerminal, stderr, stdout};

use anyhow::Error;

/// Announces a step that takes a while.
pub(crate) fn step(text: &str) {
    marked("36", "▸", text);
}

/// Says that a step has ended well.
pub(crate) fn done(text: &str) {
    marked("32", "✓", text);
}

fn marked(colour: &str, mark: &str, text: &str) {
    if is_coloured(stdout().is_terminal()) {
        println!("\x1b[{colour}m{mark}\x1b[0m {text}");
    } else {
        println!("{mark} {text}");
    }
}

/// Prints why a task failed, the outermost reason first.
pub(crate) fn failed(error: &Error) {
    let coloured = is_coloured(stderr().is_terminal());
    let (red, plain) = if coloured { ("\x1b[31m", "\x1b[0m") } else { ("", "") };
    eprintln!("{red}error:{plain} {error}");
    for cause in error.chain().skip(1) {
        eprintln!("  because: {cause}");
    }
}

/// Whether to colour what goes to a stream, <https://no-color.org> honoured.
fn is_coloured(is_terminal: bool) -> bool {
    is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
