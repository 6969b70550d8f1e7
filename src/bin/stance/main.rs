//! The `stance` program: flags become options, options become library calls, results are printed.

/// Prints a note to standard error, unless --quiet is given. An error of writing it is ignored.
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        if $crate::verbosity::shown() {
            let _ = writeln!(anstream::stderr(), $($words)*);
        }
    }};
}

/// Prints a detail to standard error if --verbose is given.
macro_rules! detail {
    ($($words:tt)*) => {
        if $crate::verbosity::detailed() {
            say!($($words)*);
        }
    };
}

/// Prints what is wrong to standard error, after the name of the program, also with --quiet.
macro_rules! complain {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        // Bold and red; removed where colours are not shown.
        let _ = writeln!(anstream::stderr(), "\x1b[1;31mstance:\x1b[0m {}", format_args!($($words)*));
    }};
}

mod bad_files;
mod commands;
mod flags;
mod input;
mod label;
mod output;
mod pipeline;
mod verbosity;

use std::io::ErrorKind;
use std::process::ExitCode;

use clap::Parser;
use stance::{Error, Result};

use commands::Outcome;
use flags::{Cli, Color, Verb};

fn main() -> ExitCode {
    let cli = Cli::parse();
    verbosity::set(cli.quiet, cli.verbose);
    match cli.color {
        Color::Auto => {}
        Color::Always => anstream::ColorChoice::AlwaysAnsi.write_global(),
        Color::Never => anstream::ColorChoice::Never.write_global(),
    }
    match run(&cli) {
        Ok(outcome) => ExitCode::from(outcome as u8),
        Err(Error::Io { source, .. }) if source.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            complain!("{}", error.message(flag));
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

fn run(cli: &Cli) -> Result<Outcome> {
    let threads = cli.threads;
    if threads == 0 {
        return Err(Error::options("--threads", "0 is out of range; use 1 or more"));
    }
    match &cli.verb {
        Verb::Classify(args) => commands::classify(args, threads),
        Verb::Extract(args) => commands::extract(args, threads),
        Verb::Train(args) => commands::train(args, threads),
        Verb::Evaluate(args) if args.learning_curve => commands::learning_curve(args, threads),
        Verb::Evaluate(args) => commands::evaluate(args, threads),
        Verb::Audit(args) => commands::audit(args, threads),
        Verb::Inspect(args) => commands::inspect(args),
        Verb::Completions { shell, output } => commands::completions(*shell, output),
        Verb::Man { output } => commands::manual(output),
    }
}
