//! The positions of the speakers by stance and probability, as a picture and as a table.

use std::collections::BTreeMap;

use askama::Template;

use super::class_style;
use super::numbers::{round, signed};
use super::page::{self, counted, share, short};
use super::statements::{Answer, Head, Statement, StatementsPage};
use crate::{Result, UNSURE, evaluate};

/// The largest number of speakers in the picture. The table has all.
const DRAWN: usize = 40;
const LEFT: f64 = 270.0;
const RIGHT: f64 = 750.0;
const TOP: f64 = 28.0;
const ROW: f64 = 26.0;

/// The picture with its caption, and the same data as a table.
pub(super) struct SpeakerPositions {
    pub(super) head: String,
    pub(super) picture: String,
    pub(super) caption: String,
    pub(super) classes: Vec<String>,
    pub(super) has_position: bool,
    pub(super) speakers: Vec<Row>,
}

/// A speaker in the table.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) statements: usize,
    pub(super) counts: Vec<usize>,
    pub(super) position: String,
}

/// The statements of a speaker.
struct SpeakerAnswers<'p> {
    name: &'p str,
    /// Per statement its number on the page, and its prediction.
    answers: Vec<(usize, &'p Answer)>,
    /// The speaker's mean position, from −1 to 1; if no classes are opposed, the mean probability of the first class.
    position: f64,
}

#[derive(Template)]
#[template(path = "speaker_positions.svg", escape = "html", config = "src/report/askama.toml")]
struct Picture {
    title: String,
    description: String,
    width: f64,
    height: f64,
    top: f64,
    bottom: f64,
    left: f64,
    right: f64,
    label_x: f64,
    ticks: Vec<Tick>,
    /// Whether statements are marks, which lead to them.
    has_dots: bool,
    rows: Vec<Line>,
}

struct Tick {
    x: f64,
    label: String,
    anchor: &'static str,
}

struct Line {
    label: String,
    text: String,
    y: f64,
    text_y: f64,
    bar_y: f64,
    mean_end: f64,
    corner: f64,
    mean: Option<f64>,
    dots: Vec<Dot>,
    bars: Vec<Bar>,
}

struct Dot {
    index: usize,
    /// Whether it is the first of the picture, which the tab key reaches; the arrow keys go on from there.
    first: bool,
    x: f64,
    corner: f64,
    tone: &'static str,
    text: String,
}

struct Bar {
    x: f64,
    width: f64,
    tone: &'static str,
    text: String,
}

/// Draws the speakers of a page by its first head. `None` if no labelled statement has a known speaker.
pub(super) fn draw(page: &StatementsPage) -> Result<Option<SpeakerPositions>> {
    let Some(head) = page.heads.first() else { return Ok(None) };
    let opposed = evaluate::opposed(&head.classes);
    let speakers = speakers(page, opposed);
    if speakers.is_empty() {
        return Ok(None);
    }
    let drawn = speakers.len().min(DRAWN);
    let left_out = speakers.len() - drawn;
    let lines: Vec<Line> = speakers.iter().take(drawn).enumerate().map(|(k, v)| line(k, v, head, opposed)).collect();
    let bottom = TOP + ROW * drawn as f64;
    let picture = Picture {
        title: format!("Who stands where: {}", head.name),
        description: description(&speakers, head, opposed),
        width: RIGHT + 20.0,
        height: bottom + 8.0,
        top: TOP,
        bottom,
        left: LEFT,
        right: RIGHT,
        label_x: LEFT - 12.0,
        ticks: ticks(head, opposed),
        has_dots: opposed.is_some(),
        rows: lines,
    };
    let mut caption = match opposed {
        Some((pro, con)) => format!(
            "Each mark is a statement, placed by the probability of {} less that of {}: circles are labelled {0}, squares {1}, \
             hollow circles neither or unsure. The upright line is the speaker’s mean. \
             Each mark leads to its statement; the arrow keys go from mark to mark.",
            name(head, pro),
            name(head, con)
        ),
        None => format!("Mean probability of each class over a speaker’s statements: {}.", head.classes.join(", ")),
    };
    if left_out > 0 {
        caption.push_str(&format!(" {} with fewer statements are in the table only.", counted(left_out, "speaker")));
    }
    let classes: Vec<String> = head.classes.iter().cloned().chain([UNSURE.to_owned()]).collect();
    Ok(Some(SpeakerPositions {
        head: head.name.clone(),
        picture: page::render(&picture)?,
        caption,
        speakers: speakers.iter().map(|v| row(v, head)).collect(),
        classes,
        has_position: opposed.is_some(),
    }))
}

fn name(head: &Head, class: usize) -> &str {
    head.classes.get(class).map_or("", String::as_str)
}

/// The known speakers: first the [`DRAWN`] with most statements, then the rest, each sorted by position.
fn speakers<'p>(page: &'p StatementsPage, opposed: Option<(usize, usize)>) -> Vec<SpeakerAnswers<'p>> {
    let mut by_name: BTreeMap<&str, Vec<(usize, &Answer)>> = BTreeMap::new();
    let statements: Vec<&Statement> = page.sections.iter().flat_map(|s| &s.statements).collect();
    for (index, statement) in statements.into_iter().enumerate() {
        if let (Some(speaker), Some(answer)) = (&statement.speaker, statement.answers.first()) {
            by_name.entry(&speaker.name).or_default().push((index + 1, answer));
        }
    }
    let mut speakers: Vec<SpeakerAnswers<'_>> = by_name
        .into_iter()
        .map(|(name, answers)| {
            let sum: f64 = answers.iter().map(|(_, a)| position(a, opposed)).sum();
            SpeakerAnswers { name, position: sum / answers.len() as f64, answers }
        })
        .collect();
    speakers.sort_by_key(|v| std::cmp::Reverse(v.answers.len()));
    let drawn = speakers.len().min(DRAWN);
    for part in [0..drawn, drawn..speakers.len()] {
        if let Some(part) = speakers.get_mut(part) {
            part.sort_by(|a, b| b.position.total_cmp(&a.position).then(a.name.cmp(b.name)));
        }
    }
    speakers
}

fn position(answer: &Answer, opposed: Option<(usize, usize)>) -> f64 {
    let p = |class: usize| answer.probabilities.get(class).copied().unwrap_or(0.0);
    match opposed {
        Some((pro, con)) => p(pro) - p(con),
        None => p(0),
    }
}

fn label<'h>(answer: &Answer, head: &'h Head) -> &'h str {
    if answer.unsure { UNSURE } else { name(head, answer.class) }
}

fn row(speaker: &SpeakerAnswers<'_>, head: &Head) -> Row {
    let mut counts = vec![0; head.classes.len() + 1];
    for (_, answer) in &speaker.answers {
        let place = if answer.unsure { head.classes.len() } else { answer.class };
        if let Some(count) = counts.get_mut(place) {
            *count += 1;
        }
    }
    let position = signed(speaker.position);
    Row { name: speaker.name.to_owned(), statements: speaker.answers.len(), counts, position }
}

fn line(k: usize, speaker: &SpeakerAnswers<'_>, head: &Head, opposed: Option<(usize, usize)>) -> Line {
    let y = TOP + ROW * (k as f64 + 0.5);
    let at = |position: f64| round(LEFT + (RIGHT - LEFT) * (position + 1.0) / 2.0);
    let (mut dots, mut bars) = (Vec::new(), Vec::new());
    if opposed.is_some() {
        for (index, answer) in &speaker.answers {
            let x = at(position(answer, opposed));
            let tone = if answer.unsure { "mid" } else { class_style::of(&head.classes, answer.class) };
            let p = answer.probabilities.get(answer.class).copied().unwrap_or(0.0);
            let text = format!("{}, statement {index}: {} {}", speaker.name, label(answer, head), share(p));
            let first = k == 0 && dots.is_empty();
            dots.push(Dot { index: *index, first, x, corner: x - 4.5, tone, text });
        }
    } else {
        let mut x = LEFT;
        for (class, class_name) in head.classes.iter().enumerate() {
            let sum: f64 = speaker.answers.iter().filter_map(|(_, a)| a.probabilities.get(class)).sum();
            let mean = sum / speaker.answers.len() as f64;
            let width = (RIGHT - LEFT) * mean;
            let text = format!("{}: {class_name} {}", speaker.name, share(mean));
            bars.push(Bar { x: round(x), width: round(width), tone: class_style::of(&head.classes, class), text });
            x += width;
        }
    }
    let (name, mean) = (short(speaker.name, 33), opposed.map(|_| at(speaker.position)));
    let text = format!("{}, {}", speaker.name, counted(speaker.answers.len(), "statement"));
    Line { label: name, text, y, text_y: y + 4.0, bar_y: y - 7.0, mean_end: y + 7.0, corner: y - 4.5, mean, dots, bars }
}

fn ticks(head: &Head, opposed: Option<(usize, usize)>) -> Vec<Tick> {
    let tick = |share: f64, label: String, anchor| Tick { x: round(LEFT + (RIGHT - LEFT) * share), label, anchor };
    match opposed {
        Some((pro, con)) => vec![
            tick(0.0, format!("← {}", name(head, con)), "start"),
            tick(0.5, "neither".to_owned(), "middle"),
            tick(1.0, format!("{} →", name(head, pro)), "end"),
        ],
        None => vec![
            tick(0.0, "0 %".to_owned(), "start"),
            tick(0.5, "50 %".to_owned(), "middle"),
            tick(1.0, "100 %".to_owned(), "end"),
        ],
    }
}

/// The accessible description of the picture.
fn description(speakers: &[SpeakerAnswers<'_>], head: &Head, opposed: Option<(usize, usize)>) -> String {
    let one = |v: &SpeakerAnswers<'_>| match opposed {
        Some(_) => format!("{} {}", v.name, signed(v.position)),
        None => format!("{} {}", v.name, counted(v.answers.len(), "statement")),
    };
    let list = speakers.iter().take(DRAWN).map(one).collect::<Vec<_>>().join("; ");
    match opposed {
        Some((pro, con)) => {
            format!("Mean position of each speaker, from −1 ({}) to 1 ({}): {list}.", name(head, con), name(head, pro))
        }
        None => format!("Speakers: {list}."),
    }
}
