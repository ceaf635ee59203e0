//! `cargo xtask demo`: the demo page at a sandbox's server, or the flow of the official READMEs in the terminal.

mod page;
mod terminal;

pub(crate) use page::install as install_page;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use crate::workspace::Workspace;

/// What the command line asks for.
#[derive(Debug, Default, PartialEq)]
struct Flags {
    terminal: bool,
    open: bool,
    port: Option<u16>,
    /// Flags that the flow in the terminal reads itself.
    for_terminal: Vec<String>,
}

/// Shows the page, or runs the flow.
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
        flags.checked()
    }

    fn checked(self) -> Result<Self> {
        match self.for_terminal.first() {
            Some(flag) if !self.terminal => bail!("{flag} belongs to the flow in the terminal: add --terminal"),
            _ if self.terminal && (self.open || self.port.is_some()) => {
                bail!("--open and --port belong to the page, not to --terminal")
            }
            _ => Ok(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_is_what_is_shown_without_flags() {
        assert_eq!(parse(&[]).unwrap(), Flags::default());
    }

    #[test]
    fn flags_of_the_terminal_go_to_its_flow() {
        let flags = parse(&["--terminal", "--interactive", "--live"]).unwrap();
        assert!(flags.terminal);
        assert_eq!(flags.for_terminal, ["--interactive", "--live"]);
    }

    #[test]
    fn flags_of_one_are_refused_by_the_other() {
        for wrong in [&["--live"][..], &["--terminal", "--open"], &["--terminal", "--port", "1"], &["--port", "65536"]]
        {
            assert!(parse(wrong).is_err(), "{wrong:?}");
        }
    }

    fn parse(flags: &[&str]) -> Result<Flags> {
        Flags::parse(Parser::from_args(flags))
    }
}
