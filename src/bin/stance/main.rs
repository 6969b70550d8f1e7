//! The `stance` program: flags become options, options become library calls, results are printed.

/// A line of talk on standard error. That it cannot be written is no reason to fail.
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(anstream::stderr(), $($words)*);
    }};
}

mod article_rows;
mod articles;
mod audit;
mod audit_args;
mod audit_table;
mod classify;
mod cli;
mod curve;
mod evaluate;
mod evaluate_page;
mod extract;
mod inspect;
mod manual;
mod model;
mod options;
mod page;
mod rows;
mod sink;
mod stream;
mod tables;
mod train;

use std::io::ErrorKind;
use std::process::ExitCode;

use clap::Parser;
use cli::{Cli, Color, Verb};
use stance::{Error, Result};

fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.color {
        Color::Auto => {}
        Color::Always => anstream::ColorChoice::AlwaysAnsi.write_global(),
        Color::Never => anstream::ColorChoice::Never.write_global(),
    }
    match run(cli.verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Error::Io { source, .. }) if source.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            // Bold and red; taken out where colours are not shown.
            say!("\x1b[1;31mstance:\x1b[0m {}", error.message(flag));
            ExitCode::from(error.class() as u8)
        }
    }
}

/// An option that an error's hint names, as a flag.
fn flag(name: &str, value: Option<&str>) -> String {
    match value {
        None => format!("--{name}"),
        Some(value) => format!("--{name} {value}"),
    }
}

fn run(verb: Verb) -> Result<()> {
    match verb {
        Verb::Classify(args) => classify::run(&args),
        Verb::Extract(args) => extract::run(&args),
        Verb::Train(args) => train::run(&args),
        Verb::Evaluate(args) => evaluate::run(&args),
        Verb::Audit(args) => audit::run(&args),
        Verb::Inspect(args) => inspect::run(&args),
        Verb::Completions { shell } => manual::completions(shell),
        Verb::Man => manual::page(),
    }
}
