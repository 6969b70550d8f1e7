//! `stance evaluate`: scores of a model, or of training itself, on labelled rows.

use std::collections::BTreeMap;
use std::io::Write;

use comfy_table::{Table, presets::UTF8_FULL_CONDENSED};
use stance::corpus::Purpose;
use stance::evaluate::{Bootstrap, Interval, Report, Scores};
use stance::train::{cross_validate, predict};
use stance::{Error, Result};

use crate::cli::{EvaluateArgs, EvaluateFormat};
use crate::{curve, evaluate_page, model, options, train};

pub(crate) fn run(args: &EvaluateArgs) -> Result<()> {
    let options = options::options(&args.learn)?;
    if args.learning_curve {
        return curve::run(args, &options);
    }
    let (labelled, predictions) = match args.cross_validate {
        Some(k) => {
            let labelled = train::read(&args.files, &args.learn.columns, Purpose::Learn)?;
            let predictions = cross_validate(&labelled, &options, k)?;
            (labelled, predictions)
        }
        None => {
            let classifier = model::compile(args.model.as_deref())?;
            let labelled = train::read(&args.files, &args.learn.columns, Purpose::Score)?;
            let predictions = predict(&classifier, &labelled, options.threads)?;
            (labelled, predictions)
        }
    };
    let slices = evaluate_page::slices(&labelled, &predictions, &args.by)?;
    let mut heads = BTreeMap::new();
    for head in &predictions {
        heads.insert(head.name.clone(), head.scores(Bootstrap::default())?);
    }
    let report = Report { heads };
    let fail = |e| Error::io("write", "standard output", e);
    let mut out = anstream::stdout();
    match args.format {
        EvaluateFormat::Json => {
            let mut json = serde_json::to_value(&report).map_err(|e| fail(e.into()))?;
            if let (false, Some(json)) = (args.by.is_empty(), json.as_object_mut()) {
                json.insert("slices".to_owned(), evaluate_page::json(&slices).map_err(|e| fail(e.into()))?);
            }
            let json = serde_json::to_string_pretty(&json).map_err(|e| fail(e.into()))?;
            writeln!(out, "{json}").map_err(fail)?;
        }
        EvaluateFormat::Table => {
            for (name, scores) in &report.heads {
                writeln!(out, "{}", table(name, scores)).map_err(fail)?;
                for (by, values) in slices.get(name).into_iter().flatten() {
                    writeln!(out, "{}", slice_table(name, by, values)).map_err(fail)?;
                }
            }
        }
        EvaluateFormat::Html => {
            let page = evaluate_page::render(args, &labelled, &predictions, &report, &slices)?;
            out.write_all(page.as_bytes()).map_err(fail)?;
        }
    }
    gate(args.min_macro_f1, &report);
    Ok(())
}

/// Ends with exit code 5 where a head falls short.
fn gate(least: Option<f64>, report: &Report) {
    let Some(least) = least else { return };
    for (name, scores) in &report.heads {
        if !scores.macro_f1.is_some_and(|f1| f1 >= least) {
            let found = scores.macro_f1.map_or("undefined".to_owned(), |f1| format!("{f1:.4}"));
            say!("stance: {name}: macro-F1 is {found}, below the {least} asked for");
            std::process::exit(5);
        }
    }
}

pub(crate) fn number(x: Option<f64>) -> String {
    x.map_or("–".to_owned(), |x| format!("{x:.3}"))
}

fn table(name: &str, scores: &Scores) -> String {
    let mut out = format!("{name}: {} rows\n", scores.n);
    let mut metrics = Table::new();
    metrics.load_style(UTF8_FULL_CONDENSED).set_header(["metric", "value", "95 % interval"]);
    let values = [
        ("accuracy", scores.accuracy),
        ("macro_f1", scores.macro_f1),
        ("f_avg", scores.f_avg),
        ("log_loss", scores.log_loss),
        ("brier", scores.brier),
        ("ece", scores.ece),
    ];
    for (metric, value) in values {
        let interval: Option<&Interval> = scores.intervals.get(metric).and_then(|i| i.as_ref());
        let interval = interval.and_then(|i| serde_json::to_value(i).ok()).map_or("–".to_owned(), |v| bounds(&v));
        metrics.add_row([metric.to_owned(), number(value), interval]);
    }
    out.push_str(&format!("{metrics}\n"));
    let mut classes = Table::new();
    let mut header =
        vec!["class".to_owned(), "precision".to_owned(), "recall".to_owned(), "F1".to_owned(), "support".to_owned()];
    header.extend(scores.per_class.keys().map(|class| format!("→ {class}")));
    classes.load_style(UTF8_FULL_CONDENSED).set_header(header);
    for (class, s) in &scores.per_class {
        let mut row = vec![class.clone(), number(s.precision), number(s.recall), number(s.f1), s.support.to_string()];
        let confused = scores.confusion.get(class);
        let cells =
            scores.per_class.keys().map(|to| confused.and_then(|c| c.get(to)).copied().unwrap_or(0).to_string());
        row.extend(cells);
        classes.add_row(row);
    }
    out.push_str(&format!("{classes}\n"));
    out
}

fn slice_table(name: &str, by: &str, values: &BTreeMap<String, Scores>) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header([by, "rows", "accuracy", "macro_f1"]);
    for (value, scores) in values {
        table.add_row([value.clone(), scores.n.to_string(), number(scores.accuracy), number(scores.macro_f1)]);
    }
    format!("{name} by {by}\n{table}\n")
}

fn bounds(interval: &serde_json::Value) -> String {
    let bound =
        |k: usize| interval.get(k).and_then(serde_json::Value::as_f64).map_or("–".to_owned(), |x| format!("{x:.3}"));
    format!("{} – {}", bound(0), bound(1))
}
