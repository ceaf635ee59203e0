//! Progress and errors on the terminal.

use std::io::{IsTerminal, stderr, stdout};
use std::time::Instant;

use anyhow::{Error, Result};

/// Prints the name of a long step when it starts.
pub(crate) fn step(text: &str) {
    print_marked("36", "▸", text);
}

/// Reports that a step succeeded.
pub(crate) fn done(text: &str) {
    print_marked("32", "✓", text);
}

/// Runs a long step, and prints its name when it starts and how long it took when it ends.
pub(crate) fn timed<T>(text: &str, run: impl FnOnce() -> Result<T>) -> Result<T> {
    step(text);
    let start = Instant::now();
    let result = run()?;
    done(&format!("{text}: {:.1} s", start.elapsed().as_secs_f64()));
    Ok(result)
}

fn print_marked(colour: &str, mark: &str, text: &str) {
    if uses_colour(stdout().is_terminal()) {
        println!("\x1b[{colour}m{mark}\x1b[0m {text}");
    } else {
        println!("{mark} {text}");
    }
}

/// Prints why a task failed, outermost reason first.
pub(crate) fn failed(error: &Error) {
    let (red, reset) = if uses_colour(stderr().is_terminal()) { ("\x1b[31m", "\x1b[0m") } else { ("", "") };
    eprintln!("{red}error:{reset} {error}");
    for cause in error.chain().skip(1) {
        eprintln!("  because: {cause}");
    }
}

/// Follows <https://no-color.org>.
fn uses_colour(is_terminal: bool) -> bool {
    is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
