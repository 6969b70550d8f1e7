//! Renders the page of scores.

use askama::Template;

use super::evaluation::{EvaluationPage, HeadEvaluation, Slices};
use super::page::{self, Frame};
use super::reliability;
use crate::evaluate::{Interval, Scores};
use crate::{Result, UNSURE};

#[derive(Template)]
#[template(path = "evaluation.html", config = "src/report/askama.toml")]
struct View<'p> {
    frame: Frame,
    title: &'p str,
    notes: &'p [String],
    heads: Vec<HeadView<'p>>,
    record: String,
}

struct HeadView<'p> {
    id: usize,
    name: &'p str,
    summary: String,
    metrics: Vec<Metric>,
    answers: Vec<&'p str>,
    classes: Vec<ClassView<'p>>,
    picture: String,
    bins: Vec<[String; 5]>,
    slices: Vec<SlicesView<'p>>,
}

struct Metric {
    name: &'static str,
    meaning: &'static str,
    value: String,
    interval: String,
}

struct ClassView<'p> {
    name: &'p str,
    scores: [String; 4],
    confusion: Vec<Count>,
}

struct Count {
    rows: u64,
    right: bool,
}

struct SlicesView<'p> {
    by: &'p str,
    rows: Vec<SliceView<'p>>,
}

struct SliceView<'p> {
    value: &'p str,
    cells: [String; 4],
}

impl EvaluationPage {
    /// The page as one self-contained HTML file.
    ///
    /// # Errors
    /// [`crate::Error::Io`] if rendering fails.
    pub fn render(&self) -> Result<String> {
        let heads = self.heads.iter().enumerate().map(|(k, head)| head_view(k + 1, head));
        page::render(&View {
            frame: Frame::new(),
            title: &self.title,
            notes: &self.notes,
            heads: heads.collect::<Result<_>>()?,
            record: page::embedded(&self.record),
        })
    }
}

fn number(x: Option<f64>) -> String {
    x.map_or("–".to_owned(), |x| format!("{x:.3}"))
}

fn interval(scores: &Scores, metric: &str) -> String {
    let found: Option<&Interval> = scores.intervals.get(metric).and_then(Option::as_ref);
    found.map_or("–".to_owned(), |[low, high]| format!("{low:.3} to {high:.3}"))
}

fn head_view(id: usize, head: &HeadEvaluation) -> Result<HeadView<'_>> {
    let scores = &head.scores;
    let mut answers: Vec<&str> = scores.per_class.keys().map(String::as_str).collect();
    if scores.unsure > 0 {
        answers.push(UNSURE);
    }
    let class = |name: &str| {
        let row = scores.confusion.get(name);
        let count = |answer: &&str| Count {
            rows: row.and_then(|r| r.get(*answer)).copied().unwrap_or(0),
            right: *answer == name,
        };
        answers.iter().map(count).collect()
    };
    let classes = scores.per_class.iter().map(|(name, s)| ClassView {
        name,
        scores: [number(s.precision), number(s.recall), number(s.f1), s.support.to_string()],
        confusion: class(name),
    });
    let bins = head.bins.iter().map(|b| {
        [
            format!("{:.3} to {:.3}", b.low, b.high),
            b.rows.to_string(),
            number(Some(b.confidence)),
            number(Some(b.accuracy)),
            format!("{:.3} to {:.3}", b.interval[0], b.interval[1]),
        ]
    });
    Ok(HeadView {
        id,
        name: &head.name,
        summary: format!("{}, {} without an answer.", page::counted(scores.n, "row"), scores.unsure),
        metrics: metrics(scores),
        classes: classes.collect(),
        picture: reliability::draw(id, &head.name, &head.bins)?,
        bins: bins.collect(),
        slices: head.slices.iter().map(slices).collect(),
        answers,
    })
}

fn metrics(scores: &Scores) -> Vec<Metric> {
    let metric =
        |name, key, meaning, value| Metric { name, meaning, value: number(value), interval: interval(scores, key) };
    vec![
        metric("Accuracy", "accuracy", "share of rows answered rightly", scores.accuracy),
        metric("Macro-F1", "macro_f1", "mean of the classes’ F1", scores.macro_f1),
        metric("F avg", "f_avg", "mean F1 of the two opposed classes", scores.f_avg),
        metric("Matthews correlation", "mcc", "1 if all is right, 0 for answers by chance", scores.mcc),
        metric("Log-loss", "log_loss", "mean surprise at the truth; lower is better", scores.log_loss),
        metric("Brier score", "brier", "mean squared distance to the truth; lower is better", scores.brier),
        metric("Calibration error", "ece", "mean distance of confidence and accuracy; lower is better", scores.ece),
    ]
}

fn slices(slices: &Slices) -> SlicesView<'_> {
    let row = |scores: &Scores| {
        [scores.n.to_string(), number(scores.accuracy), number(scores.macro_f1), interval(scores, "macro_f1")]
    };
    let rows = slices
        .values
        .iter()
        .map(|slice| SliceView { value: if slice.0.is_empty() { "(empty)" } else { &slice.0 }, cells: row(&slice.1) });
    SlicesView { by: &slices.by, rows: rows.collect() }
}
