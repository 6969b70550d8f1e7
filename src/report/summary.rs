//! The page of a summary: shares by group and over time, and the statements behind them.

use askama::Template;

use super::class_style;
use super::filter::{Choice, Filter};
use super::numbers::percent;
use super::page::{self, Frame, counted, named, share};
use super::summary_numbers::{Shown, of_cell, of_comparison, shown};
use super::summary_panels::{self, Panels};
use crate::estimate::{Cell, Listed, Summary, phrase};
use crate::{Result, UNSURE};

/// Width of a bar in units of its picture.
const WIDTH: f64 = 320.0;

/// A summary as a page.
#[derive(Clone, Copy, Debug)]
pub struct SummaryPage<'s> {
    /// The page's title.
    pub title: &'s str,
    /// The summary.
    pub summary: &'s Summary,
    /// The files that were read.
    pub files: &'s [String],
    /// The statements that the page lists: those of [`crate::estimate::list`].
    pub statements: &'s [Listed<'s>],
    /// The number of cells that are left out of `summary`, those of the groups with the fewest statements.
    pub cells_left_out: usize,
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
    files: &'s [String],
    files_heading: String,
    panels: Option<Panels>,
    /// The class of a label and its name.
    legend: Vec<(&'static str, &'s str)>,
    header: Vec<String>,
    has_positions: bool,
    /// Which rows of the table are left out; blank for none.
    left_out: String,
    rows: Vec<RowView>,
    corrected: bool,
    differences: Vec<DifferenceView<'s>>,
    filter: Filter,
    listed: String,
    statements: Vec<StatementView<'s>>,
    record: String,
}

struct RowView {
    names: Vec<String>,
    /// The names in one phrase, for those who do not see the table.
    spoken: String,
    /// The attributes that lead to the statements.
    open: String,
    statements: u64,
    cells: Vec<Shown>,
    bars: Vec<Bar>,
    /// Says what the bars show.
    text: String,
}

struct Bar {
    x: String,
    width: String,
    tone: &'static str,
}

struct DifferenceView<'s> {
    second: &'s str,
    first: &'s str,
    cells: [String; 4],
}

struct StatementView<'s> {
    /// The attributes by which it is filtered and sorted.
    data: String,
    text: &'s str,
    speaker: &'s str,
    label: &'s str,
    tone: &'static str,
    probability: String,
    /// The code with its style, if it is another than the label.
    code: Option<(&'s str, &'static str)>,
    place: String,
}

impl View<'_> {
    /// The name of labels that are not sure.
    fn unsure(&self) -> &'static str {
        UNSURE
    }
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
        let filter = self.filter();
        let open = |cell: &Cell| open(&filter, cell);
        let panels = summary_panels::draw(summary, &open)?;
        let mut header: Vec<String> = summary.by.iter().chain(&summary.over).cloned().collect();
        if header.is_empty() {
            header.push("Statements".to_owned());
        }
        let row = |cell: &Cell, names: Vec<String>, spoken: String| RowView {
            names,
            spoken,
            open: open(cell),
            statements: cell.statements,
            cells: of_cell(cell, summary),
            bars: bars(cell, &tones),
            text: words(cell),
        };
        let mut all = vec!["all".to_owned()];
        all.resize(header.len(), "all".to_owned());
        let mut rows = vec![row(&summary.total, all, "all".to_owned())];
        let columns: Vec<&str> = summary.by.iter().chain(&summary.over).map(String::as_str).collect();
        rows.extend(summary.cells.iter().map(|cell| {
            let names: Vec<String> = cell.by.iter().chain(&cell.period).map(|name| named(name).to_owned()).collect();
            let spoken = phrase(&columns, names.iter().map(String::as_str));
            row(cell, names, spoken)
        }));
        let total = &summary.total;
        let count = |n: u64, what: &str| counted(n as usize, what);
        page::render(&View {
            frame: Frame::summary(),
            title: self.title,
            sizes: format!(
                "{}, {}, {}.",
                count(total.statements, "statement"),
                count(total.documents, "document"),
                count(total.speakers, "speaker")
            ),
            notes: summary.notes(),
            files: self.files,
            files_heading: format!("From {}", counted(self.files.len(), "file")),
            panels,
            legend: tones.iter().copied().zip(summary.classes.iter().map(String::as_str)).collect(),
            header,
            has_positions: total.position.is_some(),
            left_out: self.left_out(),
            rows,
            corrected: summary.corrected,
            differences: differences(summary),
            listed: self.listed(),
            statements: self.statements.iter().map(|own| self.statement(own, &filter)).collect(),
            filter,
            record: page::embedded(self.record),
        })
    }

    /// The controls: columns of the groups, period, speaker, label.
    fn filter(&self) -> Filter {
        let listed = || self.statements.iter();
        let mut choices = Vec::new();
        for (at, name) in self.summary.by.iter().enumerate() {
            let values = listed().map(|own| own.by.get(at).copied().unwrap_or_default());
            choices.push(Choice::new(&format!("by{at}"), name, values));
        }
        if let Some(over) = &self.summary.over {
            choices.push(Choice::new("period", over, listed().map(|own| own.period.unwrap_or_default())));
        }
        if !self.summary.by.iter().any(|name| name == "speaker_name") {
            choices.push(Choice::new("speaker", "Speaker", listed().map(|own| own.speaker)));
        }
        choices.push(Choice::new("label", "Label", listed().map(|own| own.label)));
        Filter {
            choices,
            probabilities: listed().any(|own| own.probability.is_some()),
            dates: listed().any(|own| own.day.is_some()),
        }
    }

    /// Which statements are listed.
    fn listed(&self) -> String {
        let (some, all) = (self.statements.len(), self.summary.total.statements);
        if some as u64 == all {
            return "All statements that the shares count.".to_owned();
        }
        let left = all.saturating_sub(some as u64);
        let some = format!(
            "{some} of the {all} statements that the shares count, some of every group and period of the table"
        );
        format!("{some}; {left} are left out, and the labelled rows have all.")
    }

    /// Which rows of the table are left out.
    fn left_out(&self) -> String {
        if self.cells_left_out == 0 {
            return String::new();
        }
        let (shown, all) = (self.summary.cells.len(), self.summary.cells.len() + self.cells_left_out);
        let rest =
            "those of the groups with the most statements; the CSV that `stance summarize --format csv` writes has all";
        format!("{shown} of {all} rows are on this page, {rest}.")
    }

    fn statement<'s>(&self, own: &'s Listed<'s>, filter: &Filter) -> StatementView<'s> {
        let tone = |label: &str| match self.summary.classes.iter().position(|class| class == label) {
            Some(class) => class_style::of(&self.summary.classes, class),
            None => "unsure",
        };
        let mut data = String::new();
        for choice in &filter.choices {
            let value = match choice.key.as_str() {
                "period" => own.period.unwrap_or_default(),
                "speaker" => own.speaker,
                "label" => own.label,
                key => {
                    key.strip_prefix("by").and_then(|at| own.by.get(at.parse::<usize>().ok()?)).copied().unwrap_or("")
                }
            };
            data.push_str(&choice.attribute(value));
        }
        let probability = own.probability.map_or(String::new(), |p| share(f64::from(p)));
        if !probability.is_empty() {
            data.push_str(&format!(" data-p=\"{}\"", own.probability.unwrap_or_default()));
        }
        let mut place = own.place.clone();
        if let Some(day) = own.day {
            data.push_str(&format!(" data-day=\"{day}\""));
            place = format!("{day}, {place}");
        }
        let code = own.code.map(|code| (code, tone(code)));
        let (text, speaker, label) = (own.text, own.speaker, own.label);
        StatementView { data, text, speaker, label, tone: tone(label), probability, code, place }
    }
}

/// The attributes of a link to the statements of a cell.
fn open(filter: &Filter, cell: &Cell) -> String {
    let find = |key: &str, value: &str| {
        let choice = filter.choices.iter().find(|choice| choice.key == key);
        choice.map_or(String::new(), |choice| choice.attribute(value))
    };
    let by = cell.by.iter().enumerate().map(|(at, value)| find(&format!("by{at}"), value));
    by.chain(cell.period.as_deref().map(|period| find("period", period))).collect()
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
        format!("{} {}", share.class, percent(shown(share.corrected.as_ref(), share.naive)))
    };
    cell.shares.iter().map(share).collect::<Vec<_>>().join(", ")
}

fn differences(summary: &Summary) -> Vec<DifferenceView<'_>> {
    summary
        .comparisons
        .iter()
        .map(|own| DifferenceView { second: &own.second, first: &own.first, cells: of_comparison(own) })
        .collect()
}
