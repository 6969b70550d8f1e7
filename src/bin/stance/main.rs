//! The `stance` program: flags become options, options become library calls, results are printed.

mod articles;
mod audit;
mod audit_table;
mod classify;
mod cli;
mod curve;
mod evaluate;
mod extract;
mod inspect;
mod model;
mod options;
mod rows;
mod sink;
mod stream;
mod train;

use std::io::ErrorKind;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use cli::{Cli, Verb};
use stance::{Error, Result};

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli.verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Error::Io { source, .. }) if source.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("stance: {error}");
            ExitCode::from(error.class() as u8)
        }
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
        Verb::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "stance", &mut std::io::stdout());
            Ok(())
        }
        Verb::Man => clap_mangen::Man::new(Cli::command())
            .render(&mut std::io::stdout())
            .map_err(|e| Error::io("write", "standard output", e)),
    }
}
