//! `stance audit`: what labelled rows would teach wrongly.

use serde::Serialize;
use stance::Result;
use stance::audit::{Audit, AuditOptions, Gate, Gates, ModelOptions, audit};
use stance::corpus::{Labelled, Purpose};

use super::outcome::Outcome;
use super::warnings;
use crate::flags::{AuditArgs, ScoreFormat};
use crate::input::labelled::read;
use crate::output::text::{count_or_share, for_people, json};
use crate::output::{Steps, audit_table, destination};

/// What `--format json` writes: the audit's own keys and the gates.
#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    audit: &'a Audit,
    gates: &'a [Gate],
}

pub(crate) fn run(args: &AuditArgs, threads: usize) -> Result<Outcome> {
    let mut options = options(args, threads);
    options.check()?;
    let output = args.output.open()?;
    let labelled = read(&args.files, &args.columns, Purpose::Score)?;
    let against: Option<Labelled> =
        (!args.against.is_empty()).then(|| read(&args.against, &args.columns, Purpose::Score)).transpose()?;
    warnings::of_labels(&labelled);
    let steps = Steps::new();
    options.progress = steps.progress();
    let found = audit(&labelled, against.as_ref(), &options)?;
    drop(steps);
    let gates = gates(args).check(&found);
    let text = match ScoreFormat::of(args.format, &args.output) {
        ScoreFormat::Json => json(&Report { audit: &found, gates: &gates })?.into_bytes(),
        ScoreFormat::Table => for_people(&audit_table::text(&found, &gates, args.show)),
    };
    destination::write(output, &text)?;
    Ok(if args.strict { outcome(&gates) } else { Outcome::Done })
}

/// Names each gate that does not pass.
fn outcome(gates: &[Gate]) -> Outcome {
    let mut outcome = Outcome::Done;
    for gate in gates.iter().filter(|gate| !gate.passed) {
        let at = if gate.at.is_empty() { String::new() } else { format!(" ({})", gate.at) };
        let (flag, side) = match gate.gate {
            "min-cell" => ("--min-cell".to_owned(), "below"),
            name => (format!("--max-{name}"), "above"),
        };
        let (found, limit) = (count_or_share(gate.found), count_or_share(gate.limit));
        say!("stance: {}{at}: {found}, {side} the {limit} of {flag}", gate.gate);
        outcome = Outcome::GateFailed;
    }
    outcome
}

fn options(args: &AuditArgs, threads: usize) -> AuditOptions {
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
        threads,
        ..AuditOptions::default()
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
