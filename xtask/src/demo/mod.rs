//! `cargo xtask demo`: serves the demo page with a sandbox, or runs the flow of the official READMEs in the terminal.

mod page;
mod terminal;

pub(crate) use page::install as install_page;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use crate::workspace::Workspace;

/// The command-line flags of `cargo xtask demo`.
#[derive(Debug, Default, PartialEq)]
struct Flags {
    terminal: bool,
    open: bool,
    port: Option<u16>,
    /// The flags that are passed on to the flow in the terminal.
    for_terminal: Vec<String>,
}

/// Serves the page, or runs the flow if `--terminal` is given.
pub(crate) fn run(workspace: &Workspace, flags: Parser) -> Result<()> {
    let flags = Flags::parse(flags)?;
    if flags.terminal {
        terminal::run(workspace, &flags.for_terminal)
    } else {
        page::run(workspace, flags.port, flags.open)
    }
}

impl Flags {
    fn parse(mut parser: Parser) -> Result<Self> {
        let mut flags = Self::default();
        while let Some(flag) = parser.next()? {
            match flag {
                Arg::Long("terminal") => flags.terminal = true,
                Arg::Long("open") => flags.open = true,
                Arg::Long("port") => flags.port = Some(parser.value()?.parse()?),
                Arg::Long(name) if terminal::FLAGS.contains(&name) => flags.for_terminal.push(format!("--{name}")),
                other => return Err(other.unexpected().into()),
            }
        }
        flags.validated()
    }

    fn validated(self) -> Result<Self> {
        match self.for_terminal.first() {
            Some(flag) if !self.terminal => bail!("{flag} applies only to the flow in the terminal: add --terminal"),
            _ if self.terminal && (self.open || self.port.is_some()) => {
                bail!("--open and --port apply only to the page: remove --terminal")
            }
            _ => Ok(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_is_served_without_flags() {
        assert_eq!(parse(&[]).unwrap(), Flags::default());
    }

    #[test]
    fn terminal_flags_are_passed_on_to_the_flow() {
        let flags = parse(&["--terminal", "--interactive", "--live"]).unwrap();
        assert!(flags.terminal);
        assert_eq!(flags.for_terminal, ["--interactive", "--live"]);
    }

    #[test]
    fn flags_of_the_other_mode_are_rejected() {
        for wrong in [&["--live"][..], &["--terminal", "--open"], &["--terminal", "--port", "1"], &["--port", "65536"]]
        {
            assert!(parse(wrong).is_err(), "{wrong:?}");
        }
    }

    fn parse(flags: &[&str]) -> Result<Flags> {
        Flags::parse(Parser::from_args(flags))
    }
}
