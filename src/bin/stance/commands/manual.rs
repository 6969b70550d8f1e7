//! `stance completions` and `stance man`.

use std::io::Write;

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use stance::{Error, Result};

use super::outcome::Outcome;
use crate::flags::Cli;
use crate::output::Destination;

/// Prints the completions of a shell.
pub(crate) fn completions(shell: clap_complete::Shell, output: &Destination) -> Result<Outcome> {
    // Into memory first: the generator cannot say that a pipe was closed.
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "stance", &mut out);
    output.write(&out)?;
    Ok(Outcome::Done)
}

/// One page: the program, then every verb with its options.
pub(crate) fn page(output: &Destination) -> Result<Outcome> {
    let mut out = Vec::new();
    write(&mut out).map_err(|e| Error::io("write", "the manual page", e))?;
    output.write(&out)?;
    Ok(Outcome::Done)
}

fn write(out: &mut Vec<u8>) -> std::io::Result<()> {
    let mut command = Cli::command();
    command.build();
    let man = Man::new(command.clone());
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    for verb in command.get_subcommands().filter(|v| !v.is_hide_set()) {
        section(verb, out)?;
    }
    examples(out)?;
    writeln!(out, ".SH ENVIRONMENT")?;
    for (name, meaning) in ENVIRONMENT {
        writeln!(out, ".TP\n{name}\n{meaning}")?;
    }
    writeln!(out, ".SH \"EXIT STATUS\"")?;
    for (code, meaning) in [
        (0, "done"),
        (1, "cannot open, read or write"),
        (2, "wrong usage"),
        (3, "contents of input data not usable"),
        (4, "contents of a model file not usable"),
        (5, "a quality gate not met"),
    ] {
        writeln!(out, ".TP\n{code}\n{meaning}")?;
    }
    man.render_version_section(out)
}

/// Commands with what each does.
const EXAMPLES: [(&str, &str); 8] = [
    ("stance classify article.html", "Label the quotations of an article, as a table."),
    (
        "stance classify news/ --format html -o page.html",
        "The same for every article of a folder, as a page to read and correct.",
    ),
    ("stance classify rows.xlsx -o labelled.csv", "Label the statements in the column text of a spreadsheet."),
    ("stance extract 'news/*.txt' --format csv", "List quotations with their speakers."),
    (
        "stance classify old.csv --encoding auto --delimiter auto --format same",
        "Read what a spreadsheet wrote, and write the same.",
    ),
    ("stance train labelled.csv -o model.safetensors", "Train a model."),
    ("stance evaluate test.csv --model model.safetensors", "Score it on rows that it has not seen."),
    ("stance audit labelled.csv", "Find what the rows would teach wrongly."),
];

/// Variables that are read.
const ENVIRONMENT: [(&str, &str); 3] = [
    ("NO_COLOR", "If it is set and not empty, nothing is coloured unless --color always is given."),
    ("TERM", "Nothing is coloured if it is dumb."),
    ("COLUMNS", "Characters of a line of tables, where standard output is not a terminal; 120 if it is not set."),
];

fn examples(out: &mut Vec<u8>) -> std::io::Result<()> {
    writeln!(out, ".SH EXAMPLES")?;
    for (command, meaning) in EXAMPLES {
        let command = command.replace('-', "\\-").replace('\'', "\\(aq");
        writeln!(out, ".TP\n.B {command}\n{meaning}")?;
    }
    Ok(())
}

fn section(verb: &Command, out: &mut Vec<u8>) -> std::io::Result<()> {
    writeln!(out, ".SH \"STANCE {}\"", verb.get_name().to_uppercase())?;
    let man = Man::new(verb.clone());
    let mut options = Vec::new();
    man.render_description_section(&mut options)?;
    man.render_options_section(&mut options)?;
    // Sections of the verb's own page are subsections here.
    out.extend(String::from_utf8_lossy(&options).replace("\n.SH ", "\n.SS ").replacen(".SH ", ".SS ", 1).as_bytes());
    Ok(())
}
