//! The command line as a report keeps it, so that its numbers can be computed again.

use clap::parser::ValueSource;
use clap::{ArgMatches, Command};

/// Arguments that change no number.
const LEFT_OUT: [&str; 8] = ["output", "actors_table", "format", "bom", "color", "threads", "quiet", "verbose"];

/// The verb, its options in the order of their names in help, and its files.
pub(super) fn words(command: &Command, matches: &ArgMatches) -> Vec<String> {
    let Some((verb, found)) = matches.subcommand() else { return Vec::new() };
    let Some(command) = command.find_subcommand(verb) else { return Vec::new() };
    let mut words = vec![verb.to_owned()];
    let mut files = Vec::new();
    for arg in command.get_arguments() {
        let id = arg.get_id().as_str();
        if LEFT_OUT.contains(&id) || found.value_source(id) != Some(ValueSource::CommandLine) {
            continue;
        }
        let values = found.get_raw(id).into_iter().flatten().map(|value| value.to_string_lossy().into_owned());
        let takes_value = arg.get_action().takes_values();
        match arg.get_long() {
            None => files.extend(values),
            Some(long) if takes_value => words.extend(values.map(|value| format!("--{long}={value}"))),
            Some(long) => words.push(format!("--{long}")),
        }
    }
    if !files.is_empty() {
        words.push("--".to_owned());
        words.append(&mut files);
    }
    words
}
