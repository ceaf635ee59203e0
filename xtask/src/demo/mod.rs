//! `cargo xtask demo`: serves the demo page with a sandbox, or runs the flow of the official READMEs in the terminal.

mod page;
mod terminal;

pub(crate) use page::install as install_page;

use anyhow::Result;
use clap::Args;

use crate::workspace::Workspace;

/// The arguments of the task.
#[derive(Args, Debug, Default, PartialEq)]
pub(crate) struct Options {
    /// Open the page in a browser
    #[arg(long)]
    open: bool,
    /// Serve the page on this port
    #[arg(long, value_name = "NUMBER")]
    port: Option<u16>,
    /// Verify a user in the terminal instead
    #[arg(long, conflicts_with_all = ["open", "port"])]
    terminal: bool,
    /// Ask for the PIN in the terminal
    #[arg(long, requires = "terminal")]
    interactive: bool,
    /// Use the live API, which sends an SMS that is paid for
    #[arg(long, requires = "terminal")]
    live: bool,
}

/// Serves the page, or runs the flow.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    if options.terminal {
        terminal::run(workspace, &options.flow_flags())
    } else {
        page::run(workspace, options.port, options.open)
    }
}

impl Options {
    /// Returns the flags that the flow in the terminal reads itself.
    fn flow_flags(&self) -> Vec<&'static str> {
        let flags = [("--interactive", self.interactive), ("--live", self.live)];
        flags.into_iter().filter(|(_, is_set)| *is_set).map(|(flag, _)| flag).collect()
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[test]
    fn page_is_served_by_default() {
        assert_eq!(parse(&[]).unwrap(), Options::default());
    }

    #[test]
    fn flow_gets_its_flags() {
        let options = parse(&["--terminal", "--interactive", "--live"]).unwrap();
        assert!(options.terminal);
        assert_eq!(options.flow_flags(), ["--interactive", "--live"]);
    }

    #[test]
    fn flags_of_the_page_and_of_the_flow_exclude_each_other() {
        for wrong in [&["--live"][..], &["--terminal", "--open"], &["--terminal", "--port", "1"], &["--port", "65536"]]
        {
            assert!(parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[derive(Parser)]
    struct Demo {
        #[command(flatten)]
        options: Options,
    }

    fn parse(flags: &[&str]) -> Result<Options, clap::Error> {
        Ok(Demo::try_parse_from([&["demo"], flags].concat())?.options)
    }
}
