//! The page of a summary: shares by group and over time.

use askama::Template;

use super::class_style;
use super::page::{self, Frame};
use crate::estimate::{Cell, Comparison, Corrected, Summary};
use crate::{Result, UNSURE};

/// Width of a bar in units of its picture.
const WIDTH: f64 = 320.0;

impl View<'_> {
    /// The name of labels that are not sure.
    fn unsure(&self) -> &'static str {
        UNSURE
    }
}

/// A summary as a page.
#[derive(Clone, Copy, Debug)]
pub struct SummaryPage<'s> {
    /// The page's title.
    pub title: &'s str,
    /// The summary.
    pub summary: &'s Summary,
    /// What is needed to compute it again, as JSON; kept in the page.
    pub record: &'s str,
}

#[derive(Template)]
#[template(path = "summary.html", config = "src/report/askama.toml")]
struct View<'s> {
    frame: Frame,
    title: &'s str,
    sizes: String,
    notes: Vec<String>,
    /// The class of a label and its name.
    legend: Vec<(&'static str, &'s str)>,
    header: Vec<String>,
    rows: Vec<RowView>,
    corrected: bool,
    differences: Vec<[String; 6]>,
    record: String,
}

struct RowView {
    names: Vec<String>,
    cells: Vec<String>,
    bars: Vec<Bar>,
    /// Says what the bars show.
    text: String,
}

struct Bar {
    x: String,
    width: String,
    tone: &'static str,
}

impl SummaryPage<'_> {
    /// The page as one self-contained HTML file.
    ///
    /// # Errors
    /// [`crate::Error::Io`] if rendering fails.
    pub fn render(&self) -> Result<String> {
        let summary = self.summary;
        let tones: Vec<&'static str> =
            (0..summary.classes.len()).map(|at| class_style::of(&summary.classes, at)).collect();
        let mut header: Vec<String> = summary.by.iter().chain(&summary.over).cloned().collect();
        if header.is_empty() {
            header.push("Statements".to_owned());
        }
        let columns = header.len();
        let row = |cell: &Cell, names: Vec<String>| RowView {
            names,
            cells: numbers(cell, summary),
            bars: bars(cell, &tones),
            text: words(cell),
        };
        let mut all = vec!["all".to_owned()];
        all.resize(columns, String::new());
        let mut rows = vec![row(&summary.total, all)];
        let name = |name: &String| if name.is_empty() { "(none)".to_owned() } else { name.clone() };
        rows.extend(summary.cells.iter().map(|cell| row(cell, cell.by.iter().chain(&cell.period).map(name).collect())));
        use page::counted;
        let total = &summary.total;
        page::render(&View {
            frame: Frame::new(),
            title: self.title,
            sizes: format!(
                "{}, {}, {}.",
                counted(total.statements, "statement"),
                counted(total.documents, "document"),
                counted(total.speakers, "speaker")
            ),
            notes: summary.notes(),
            legend: tones.iter().copied().zip(summary.classes.iter().map(String::as_str)).collect(),
            header,
            rows,
            corrected: summary.corrected,
            differences: summary.comparisons.iter().map(difference).collect(),
            record: page::embedded(self.record),
        })
    }
}

/// The share that is shown: the corrected one where there is one.
fn shown(corrected: Option<&Corrected>, naive: f64) -> f64 {
    corrected.map_or(naive, |own| own.value)
}

fn bars(cell: &Cell, tones: &[&'static str]) -> Vec<Bar> {
    let sum: f64 = cell.shares.iter().map(|share| shown(share.corrected.as_ref(), share.naive)).sum();
    let scale = if sum > 1.0 { WIDTH / sum } else { WIDTH };
    let mut x = 0.0;
    let bar = |(share, tone): (&crate::estimate::Share, &&'static str)| {
        let width = shown(share.corrected.as_ref(), share.naive) * scale;
        let bar = Bar { x: format!("{x:.1}"), width: format!("{width:.1}"), tone };
        x += width;
        bar
    };
    cell.shares.iter().zip(tones).map(bar).collect()
}

fn words(cell: &Cell) -> String {
    let share = |share: &crate::estimate::Share| {
        format!("{} {:.0} %", share.class, 100.0 * shown(share.corrected.as_ref(), share.naive))
    };
    cell.shares.iter().map(share).collect::<Vec<_>>().join(", ")
}

fn percent(x: f64) -> String {
    format!("{:.1} %", 100.0 * x)
}

fn signed(x: f64) -> String {
    format!("{x:+.2}")
}

/// The numbers of a row, in the order of the table's header.
fn numbers(cell: &Cell, summary: &Summary) -> Vec<String> {
    let mut cells = vec![cell.statements.to_string(), cell.documents.to_string(), cell.speakers.to_string()];
    let best = |corrected: Option<&Corrected>, naive: Option<f64>, show: fn(f64) -> String| match (corrected, naive) {
        (Some(own), _) => match own.interval {
            Some([low, high]) => format!("{} ({} to {})", show(own.value), show(low), show(high)),
            None => show(own.value),
        },
        (None, Some(naive)) if summary.corrected => format!("naive {}", show(naive)),
        (None, Some(naive)) => show(naive),
        (None, None) => "–".to_owned(),
    };
    cells.extend(cell.shares.iter().map(|share| best(share.corrected.as_ref(), Some(share.naive), percent)));
    cells.push(cell.unsure.to_string());
    let position = cell.position.as_ref();
    cells.push(best(
        position.and_then(|position| position.corrected.as_ref()),
        position.and_then(|position| position.naive),
        signed,
    ));
    cells
}

fn difference(own: &Comparison) -> [String; 6] {
    let show = |x: f64| if own.what == "position" { signed(x) } else { format!("{:+.1} points", 100.0 * x) };
    let or_dash = |x: Option<f64>| x.map_or("–".to_owned(), show);
    let interval = own.interval.map_or("–".to_owned(), |[low, high]| format!("{} to {}", show(low), show(high)));
    let (second, first) = (own.second.clone(), own.first.clone());
    [second, first, own.what.clone(), or_dash(own.naive), or_dash(own.difference), interval]
}
