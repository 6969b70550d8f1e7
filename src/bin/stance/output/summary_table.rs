//! A summary as tables for people, and as rows.

use stance::Result;
use stance::UNSURE;
use stance::corpus::{Bom, Format, Header, RowWriter};
use stance::error::{Place, counted, excerpt};
use stance::estimate::{Cell, Corrected, Share, Summary, summary_columns, summary_rows};
use stance::report::{between, percent, percentage_points, signed};

use super::text::{cells, table};

/// The shares of all statements, of each cell, and the differences.
pub(crate) fn text(summary: &Summary) -> String {
    let mut out = format!("{}: {}\n", excerpt(&summary.label), sizes(&summary.total));
    out.push_str(&format!("{}\n", whole(summary)));
    if !summary.cells.is_empty() {
        out.push_str(&format!("{}\n", groups(summary)));
    }
    if !summary.comparisons.is_empty() {
        out.push_str(&format!("{}\n", differences(summary)));
    }
    for note in summary.notes() {
        out.push_str(&format!("{note}\n"));
    }
    out
}

fn sizes(cell: &Cell) -> String {
    let [statements, documents, speakers] =
        [(cell.statements, "statement"), (cell.documents, "document"), (cell.speakers, "speaker")]
            .map(|(n, what)| counted(n, what));
    format!("{statements}, {documents}, {speakers}")
}

/// All statements: one row per class, `unsure`, and the position.
fn whole(summary: &Summary) -> comfy_table::Table {
    let guessed = summary.total.shares.iter().any(|share| share.guess.is_some());
    let mut header = vec!["class", "labels", if summary.corrected { "naive" } else { "naive share" }];
    if summary.corrected {
        header.extend(["share", "95 % interval"]);
    }
    if guessed {
        header.extend(["adjusted (guess)", "EM (guess)"]);
    }
    let mut table = table(header.iter());
    let mut add = |name: &str,
                   count: String,
                   naive: Option<String>,
                   corrected: Option<&Corrected>,
                   show: fn(f64) -> String,
                   share: Option<&Share>| {
        let dash = || "–".to_owned();
        let mut row = vec![name.to_owned(), count, naive.unwrap_or_else(dash)];
        if summary.corrected {
            row.push(corrected.map_or_else(dash, |own| show(own.value)));
            row.push(corrected.map_or_else(dash, |own| own.interval.map_or_else(dash, |range| between(range, show))));
        }
        if guessed {
            let guess = share.and_then(|share| share.guess).unwrap_or_default();
            row.push(guess.adjusted.map_or_else(dash, percent));
            row.push(guess.expectation_maximization.map_or_else(dash, percent));
        }
        table.add_row(cells(row));
    };
    let total = &summary.total;
    for share in &total.shares {
        let naive = Some(percent(share.naive));
        add(&share.class, share.statements.to_string(), naive, share.corrected.as_ref(), percent, Some(share));
    }
    let unsure = total.unsure as f64 / total.statements.max(1) as f64;
    add(UNSURE, total.unsure.to_string(), Some(percent(unsure)), None, percent, None);
    if let Some(position) = &total.position {
        add("mean position", String::new(), position.naive.map(signed), position.corrected.as_ref(), signed, None);
    }
    table
}

/// The cells: one row each, with its best shares.
fn groups(summary: &Summary) -> comfy_table::Table {
    let total = &summary.total;
    let mut header: Vec<String> = summary.by.iter().chain(&summary.over).cloned().collect();
    header.extend(["statements", "documents", "speakers"].map(str::to_owned));
    header.extend(total.coded.map(|_| "coded".to_owned()));
    header.extend(total.shares.iter().map(|share| share.class.clone()));
    header.push(UNSURE.to_owned());
    header.extend(total.position.as_ref().map(|_| "position".to_owned()));
    let mut table = table(header);
    for cell in &summary.cells {
        let mut row: Vec<String> = cell.by.iter().chain(&cell.period).map(|name| named(name).to_owned()).collect();
        row.extend([cell.statements, cell.documents, cell.speakers].map(|count| count.to_string()));
        row.extend(total.coded.map(|_| cell.coded.unwrap_or(0).to_string()));
        for share in &cell.shares {
            row.push(best(share.corrected.as_ref(), Some(share.naive), summary.corrected, percent));
        }
        row.push(cell.unsure.to_string());
        if let Some(position) = &cell.position {
            row.push(best(position.corrected.as_ref(), position.naive, summary.corrected, signed));
        }
        table.add_row(cells(row));
    }
    table
}

/// A name, or what is written for a blank one.
pub(crate) fn named(name: &str) -> &str {
    if name.is_empty() { "(none)" } else { name }
}

/// The corrected value with its interval; otherwise the naive one, marked where others are corrected.
fn best(corrected: Option<&Corrected>, naive: Option<f64>, marked: bool, show: fn(f64) -> String) -> String {
    match (corrected, naive) {
        (Some(own), _) => match own.interval {
            Some(range) => format!("{} ({})", show(own.value), between(range, show)),
            None => show(own.value),
        },
        (None, Some(naive)) if marked => format!("naive {}", show(naive)),
        (None, Some(naive)) => show(naive),
        (None, None) => "–".to_owned(),
    }
}

fn differences(summary: &Summary) -> comfy_table::Table {
    let mut table = table(["second", "against", "of", "naive difference", "difference", "95 % interval"]);
    for own in &summary.comparisons {
        let show = if own.what == "position" { signed } else { percentage_points };
        let dash = || "–".to_owned();
        let interval = own.interval.map_or_else(dash, |range| between(range, show));
        let difference = own.difference.map_or_else(dash, show);
        table.add_row(cells([
            own.second.clone(),
            own.first.clone(),
            own.what.clone(),
            own.naive.map_or_else(dash, show),
            difference,
            interval,
        ]));
    }
    table
}

/// The summary as CSV, as [`summary_rows`] says.
///
/// # Errors
/// [`Error::Data`] if a column has the name of one that is written.
pub(crate) fn csv(summary: &Summary) -> Result<Vec<u8>> {
    let header = Header::new(summary_columns(summary), Place::file("the summary"))?;
    let names: Vec<&str> = header.names().iter().map(String::as_str).collect();
    let mut writer = RowWriter::new(Vec::new(), "the summary", Format::Csv, &Header::default(), &names, Bom::Without)?;
    summary_rows(summary).iter().try_for_each(|row| writer.write_cells(row))?;
    writer.finish()
}
