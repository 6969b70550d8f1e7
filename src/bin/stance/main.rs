//! The `stance` program: flags become options, options become library calls, results are printed.

/// Prints a note, on one line, to standard error, unless --quiet is given. An error of writing it is ignored.
macro_rules! say {
    ($($words:tt)*) => {
        if $crate::verbosity::shown() {
            $crate::output::streams::say(format_args!($($words)*));
        }
    };
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
    ($($words:tt)*) => {
        $crate::output::streams::complain(format_args!($($words)*))
    };
}

mod bad_files;
mod commands;
mod flags;
mod input;
mod label;
mod output;
mod pipeline;
mod verbosity;

use std::process::ExitCode;

use stance::{Error, Result};

use commands::Outcome;
use flags::{Cli, Color, Verb};
use output::streams;

fn main() -> ExitCode {
    let cli = match Cli::read() {
        Ok(cli) => cli,
        Err(words) => return ExitCode::from(streams::print_clap(&words)),
    };
    verbosity::set(cli.quiet, cli.verbose);
    match cli.color {
        Color::Auto => {}
        Color::Always => anstream::ColorChoice::AlwaysAnsi.write_global(),
        Color::Never => anstream::ColorChoice::Never.write_global(),
    }
    match run(&cli) {
        Ok(outcome) => ExitCode::from(outcome as u8),
        Err(error) if streams::went_away(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain!("{}", message(&error));
            ExitCode::from(error.class() as u8)
        }
    }
}

/// The message of an error, with flags as its way out. Bytes that are not UTF-8 are looked at for their encoding.
fn message(error: &Error) -> String {
    let message = error.message(flag);
    if !error.is_not_utf8() {
        return message;
    }
    match input::looks_like(error) {
        Some(encoding) => format!("{message}, or read it with --encoding {encoding}, which it looks like"),
        None => format!("{message}, or name its encoding with --encoding"),
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
    cli.check_paths()?;
    match &cli.verb {
        Verb::Classify(args) => commands::classify(args, threads),
        Verb::Extract(args) => commands::extract(args, threads),
        Verb::Dictionary(args) => commands::dictionary(args, threads),
        Verb::Seed(args) => commands::seed(args, threads),
        Verb::Train(args) => commands::train(args, threads),
        Verb::Evaluate(args) if args.learning_curve => commands::learning_curve(args, threads),
        Verb::Evaluate(args) => commands::evaluate(args, &cli.typed, threads),
        Verb::Audit(args) => commands::audit(args, threads),
        Verb::Sample(args) => commands::sample(args, threads),
        Verb::Suggest(args) => commands::suggest(args, threads),
        Verb::Agree(args) => commands::agree(args),
        Verb::Verify(args) => commands::verify(args, threads),
        Verb::Summarize(args) => commands::summarize(args, &cli.typed),
        Verb::Inspect(args) => commands::inspect(args),
        Verb::Completions { shell, output } => commands::completions(*shell, output),
        Verb::Man { output } => commands::manual(output),
    }
}
