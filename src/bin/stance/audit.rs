//! `stance audit`: what labelled rows would teach wrongly.

use std::io::Write;

use serde::Serialize;
use stance::audit::{Audit, AuditOptions, Gate, Gates, ModelOptions, audit};
use stance::corpus::{Labelled, Purpose};
use stance::{Error, Result};

use crate::audit_args::AuditArgs;
use crate::audit_table;
use crate::cli::ScoreFormat;
use crate::train::read;

/// What `--format json` writes: the audit's own keys and the gates.
#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    audit: &'a Audit,
    gates: &'a [Gate],
}

pub(crate) fn run(args: &AuditArgs) -> Result<()> {
    let options = options(args);
    options.check()?;
    let labelled = read(&args.files, &args.columns, Purpose::Score)?;
    let against: Option<Labelled> =
        (!args.against.is_empty()).then(|| read(&args.against, &args.columns, Purpose::Score)).transpose()?;
    let found = audit(&labelled, against.as_ref(), &options)?;
    let gates = gates(args).check(&found);
    let fail = |e| Error::io("write", "standard output", e);
    let mut out = anstream::stdout();
    match args.format {
        ScoreFormat::Json => {
            let report = Report { audit: &found, gates: &gates };
            let json = serde_json::to_string_pretty(&report).map_err(|e| fail(e.into()))?;
            writeln!(out, "{json}").map_err(fail)?;
        }
        ScoreFormat::Table => write!(out, "{}", audit_table::text(&found, &gates, args.show)).map_err(fail)?,
    }
    if args.strict {
        stop_at(&gates);
    }
    Ok(())
}

/// Ends with exit code 5 if a gate does not pass, after naming each that does not.
fn stop_at(gates: &[Gate]) {
    let failed: Vec<&Gate> = gates.iter().filter(|gate| !gate.passed).collect();
    for gate in &failed {
        let at = if gate.at.is_empty() { String::new() } else { format!(" ({})", gate.at) };
        let (flag, side) = match gate.gate {
            "min-cell" => ("--min-cell".to_owned(), "below"),
            name => (format!("--max-{name}"), "above"),
        };
        let (found, limit) = (audit_table::plain(gate.found), audit_table::plain(gate.limit));
        say!("stance: {}{at}: {found}, {side} the {limit} of {flag}", gate.gate);
    }
    if !failed.is_empty() {
        std::process::exit(5);
    }
}

fn options(args: &AuditArgs) -> AuditOptions {
    let columns = &args.columns;
    let jobs = [
        (&columns.group_column, "group"),
        (&columns.weight_column, "weight"),
        (&columns.target_column, "target"),
        (&columns.fold_column, "fold"),
    ];
    let taken = jobs.into_iter().map(|(named, default)| named.as_deref().unwrap_or(default).to_owned());
    AuditOptions {
        near: args.near,
        max_lean: args.gates.max_lean,
        lean_rows: args.lean_rows,
        confounds: (!args.confound.is_empty()).then(|| args.confound.clone()),
        not_confounds: taken.chain(["id".to_owned()]).chain(columns.ignore_column.iter().cloned()).collect(),
        models: (!args.quick).then_some(ModelOptions { folds: args.folds, learn_rows: args.learn_rows }),
        threads: args.threads,
    }
}

fn gates(args: &AuditArgs) -> Gates {
    let gates = &args.gates;
    Gates {
        duplicates: Some(gates.max_duplicates),
        near_duplicates: Some(gates.max_near_duplicates),
        conflicts: Some(gates.max_conflicts),
        leaks: Some(gates.max_leaks),
        group_leaks: Some(gates.max_group_leaks),
        leans: Some(gates.max_leans),
        imbalance: Some(gates.max_imbalance),
        min_cell: gates.min_cell,
        doubtful: Some(gates.max_doubtful),
        shortcut: Some(gates.max_shortcut),
        association: Some(gates.max_association),
    }
}
