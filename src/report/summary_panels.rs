//! The pictures of a summary: one small panel per group, over time or in one line.
//!
//! Drawn by a template, because every mark is a link with a name, which charts of plotting crates do not have.

use askama::Template;

use super::class_style;
use super::numbers::{percent, round, signed};
use super::page::{self, counted, named};
use super::summary_numbers::shown;
use super::time_axis::TimeAxis;
use crate::Result;
use crate::estimate::{Cell, Summary, phrase};

/// The largest number of groups that are drawn. The table has all.
const DRAWN: usize = 40;
/// Between these x the data are drawn; a panel is 280 wide.
const LEFT: f64 = 44.0;
const RIGHT: f64 = 272.0;
/// Height of a panel over time, and between which y its data are drawn.
const HEIGHT: f64 = 118.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 96.0;
/// Height of a panel of one line.
const LINE: f64 = 26.0;

/// Pictures with their caption.
pub(super) struct Panels {
    /// Whether each group is one line, without periods.
    pub(super) lines: bool,
    /// What the pictures show, for their heading.
    pub(super) heading: String,
    pub(super) panels: Vec<Panel>,
    pub(super) caption: String,
}

/// A picture and the group it is about.
pub(super) struct Panel {
    pub(super) name: String,
    pub(super) picture: String,
}

#[derive(Template)]
#[template(path = "summary_panel.svg", escape = "html", config = "src/report/askama.toml")]
struct Picture {
    title: String,
    height: f64,
    rules: Vec<[f64; 4]>,
    texts: Vec<Text>,
    joins: Vec<[f64; 4]>,
    marks: Vec<Mark>,
}

/// A label of an axis.
struct Text {
    x: f64,
    y: f64,
    anchor: &'static str,
    words: String,
}

/// What is drawn of a cell: a link to its statements.
struct Mark {
    /// The attributes by which the page finds them.
    open: String,
    words: String,
    /// Where the pointer finds the mark: x, y, width and height.
    area: [f64; 4],
    bars: Vec<(&'static str, [f64; 4])>,
    whisker: Option<[f64; 4]>,
    dot: Option<Dot>,
}

struct Dot {
    x: f64,
    y: f64,
    r: f64,
    corrected: bool,
}

/// What the pictures of a summary have in common.
struct Drawing<'s> {
    summary: &'s Summary,
    /// The largest position, to either side of 0.
    reach: f64,
    /// The attributes that lead to the statements of a cell.
    open: &'s dyn Fn(&Cell) -> String,
}

/// Draws the groups of a summary; `open` says by which attributes the statements of a cell are found. `None` without groups
/// and periods.
pub(super) fn draw(summary: &Summary, open: &dyn Fn(&Cell) -> String) -> Result<Option<Panels>> {
    if summary.cells.is_empty() {
        return Ok(None);
    }
    let reach = summary.positions.values().fold(0.0, |reach: f64, position| reach.max(position.abs()));
    let drawing = Drawing { summary, reach: if reach > 0.0 { reach } else { 1.0 }, open };
    let groups: Vec<&[Cell]> = summary.cells.chunk_by(|a, b| a.by == b.by).collect();
    let drawn = groups.get(..DRAWN).unwrap_or(&groups);
    let mut panels = Vec::new();
    let axis = summary.over.as_ref().map(|over| {
        let periods = drawn.iter().flat_map(|cells| cells.iter()).filter_map(|cell| cell.period.as_deref());
        TimeAxis::new(over, periods, LEFT, RIGHT)
    });
    if axis.is_none() {
        panels.push(Panel { name: String::new(), picture: page::render(&drawing.scale())? });
        panels.push(Panel { name: "all".to_owned(), picture: page::render(&drawing.line("all", &summary.total))? });
    }
    for cells in drawn {
        let Some(first) = cells.first() else { continue };
        let name = group_name(summary, first);
        let picture = match &axis {
            Some(axis) => drawing.over_time(&name, cells, axis),
            None => drawing.line(&name, first),
        };
        panels.push(Panel { name, picture: page::render(&picture)? });
    }
    let heading = if summary.positions.is_empty() { "Shares" } else { "Positions" };
    Ok(Some(Panels {
        lines: axis.is_none(),
        heading: heading.to_owned(),
        panels,
        caption: drawing.caption(drawn, groups.len()),
    }))
}

/// The values of a cell's columns.
fn group_name(summary: &Summary, cell: &Cell) -> String {
    if cell.by.is_empty() {
        return "all".to_owned();
    }
    let columns: Vec<&str> = summary.by.iter().map(String::as_str).collect();
    phrase(&columns, cell.by.iter().map(|name| named(name)))
}

/// The position that is drawn, its interval, and whether it is corrected.
fn position(cell: &Cell) -> Option<(f64, Option<[f64; 2]>, bool)> {
    let position = cell.position.as_ref()?;
    match &position.corrected {
        Some(own) => Some((own.value, own.interval, true)),
        None => position.naive.map(|naive| (naive, None, false)),
    }
}

impl Drawing<'_> {
    fn has_positions(&self) -> bool {
        !self.summary.positions.is_empty()
    }

    /// A group over time.
    fn over_time(&self, name: &str, cells: &[Cell], axis: &TimeAxis) -> Picture {
        let mut picture = Picture {
            title: format!("{name} by {}", self.summary.over.as_deref().unwrap_or_default()),
            height: HEIGHT,
            rules: vec![[LEFT, BOTTOM, RIGHT, BOTTOM]],
            texts: Vec::new(),
            joins: Vec::new(),
            marks: Vec::new(),
        };
        let mut tick = |y: f64, words: String| {
            picture.rules.push([LEFT, y, RIGHT, y]);
            picture.texts.push(Text { x: LEFT - 5.0, y: round(y + 4.0), anchor: "end", words });
        };
        if self.has_positions() {
            [self.reach, 0.0, -self.reach].into_iter().for_each(|at| tick(self.y(at), short(at)));
        } else {
            [(BOTTOM, "0 %"), (TOP, "100 %")].into_iter().for_each(|(y, words)| tick(y, words.to_owned()));
        }
        for (x, anchor, words) in axis.labels() {
            picture.texts.push(Text { x: round(x), y: HEIGHT - 6.0, anchor, words });
        }
        let mut before: Option<(f64, f64)> = None;
        for cell in cells {
            let period = cell.period.as_deref().unwrap_or_default();
            let Some(x) = axis.x(period) else { continue };
            let mark = self.mark(cell, &format!("{name}, {period}"));
            let area = [round(x - axis.step / 2.0), TOP, round(axis.step), BOTTOM - TOP];
            if !self.has_positions() {
                let bars = self.bars(cell).map(|(tone, from, share)| {
                    let (height, width) = (BOTTOM - TOP, axis.step * 0.8);
                    let y = BOTTOM - (from + share) * height;
                    (tone, [x - width / 2.0, y, width, share * height].map(round))
                });
                picture.marks.push(Mark { bars: bars.collect(), area, ..mark });
            } else if let Some((value, interval, corrected)) = position(cell) {
                let y = self.y(value);
                if let Some((last, from)) = before.filter(|(last, _)| x - last < 1.5 * axis.step) {
                    picture.joins.push([last, from, x, y].map(round));
                }
                before = Some((x, y));
                let whisker = interval.map(|[low, high]| [x, self.y(low), x, self.y(high)].map(round));
                let dot = Dot { x: round(x), y: round(y), r: round((axis.step * 0.4).clamp(1.5, 4.0)), corrected };
                picture.marks.push(Mark { whisker, dot: Some(dot), area, ..mark });
            }
        }
        picture
    }

    /// A group in one line.
    fn line(&self, name: &str, cell: &Cell) -> Picture {
        let middle = LINE / 2.0;
        let mut mark = Mark { area: [LEFT - 8.0, 0.0, RIGHT - LEFT + 16.0, LINE], ..self.mark(cell, name) };
        let mut rules = vec![[LEFT, middle, RIGHT, middle]];
        if self.has_positions() {
            rules.extend([LEFT, (LEFT + RIGHT) / 2.0, RIGHT].map(|x| [x, 0.0, x, LINE]));
            if let Some((value, interval, corrected)) = position(cell) {
                mark.whisker = interval.map(|[low, high]| [self.x(low), middle, self.x(high), middle].map(round));
                mark.dot = Some(Dot { x: round(self.x(value)), y: middle, r: 4.5, corrected });
            }
        } else {
            let scale = RIGHT - LEFT;
            let bars = self.bars(cell);
            mark.bars = bars
                .map(|(tone, from, share)| (tone, [LEFT + from * scale, 6.0, share * scale, LINE - 12.0].map(round)))
                .collect();
        }
        Picture { title: name.to_owned(), height: LINE, rules, texts: Vec::new(), joins: Vec::new(), marks: vec![mark] }
    }

    /// The scale above the lines.
    fn scale(&self) -> Picture {
        let text = |x: f64, anchor, words: String| Text { x, y: 15.0, anchor, words };
        let texts = if self.has_positions() {
            vec![
                text(LEFT, "start", format!("{} {}", short(-self.reach), self.side(-1.0))),
                text((LEFT + RIGHT) / 2.0, "middle", "0".to_owned()),
                text(RIGHT, "end", format!("{} {}", self.side(1.0), short(self.reach))),
            ]
        } else {
            vec![text(LEFT, "start", "0 %".to_owned()), text(RIGHT, "end", "100 %".to_owned())]
        };
        let (rules, joins, marks) = (Vec::new(), Vec::new(), Vec::new());
        Picture { title: "Scale of the lines below".to_owned(), height: 20.0, rules, texts, joins, marks }
    }

    /// A mark with its words, not drawn yet.
    fn mark(&self, cell: &Cell, name: &str) -> Mark {
        let value = match position(cell) {
            Some((value, Some([low, high]), _)) => {
                format!("position {} ({} to {})", signed(value), signed(low), signed(high))
            }
            Some((value, None, true)) => format!("position {}", signed(value)),
            Some((value, None, false)) => format!("naive position {}", signed(value)),
            None => {
                let share = |share: &crate::estimate::Share| {
                    format!("{} {}", share.class, percent(shown(share.corrected.as_ref(), share.naive)))
                };
                cell.shares.iter().map(share).collect::<Vec<_>>().join(", ")
            }
        };
        Mark {
            open: (self.open)(cell),
            words: format!("{name}: {value}, {}", counted(cell.statements as usize, "statement")),
            area: [0.0; 4],
            bars: Vec::new(),
            whisker: None,
            dot: None,
        }
    }

    /// The style of each class, where its bar begins, and how long it is, in parts of the whole.
    fn bars(&self, cell: &Cell) -> impl Iterator<Item = (&'static str, f64, f64)> {
        let shares: Vec<f64> = cell.shares.iter().map(|own| shown(own.corrected.as_ref(), own.naive)).collect();
        let scale = shares.iter().sum::<f64>().max(1.0);
        let styles: Vec<&'static str> =
            (0..shares.len()).map(|class| class_style::of(&self.summary.classes, class)).collect();
        let mut from = 0.0;
        styles.into_iter().zip(shares).map(move |(style, share)| {
            let bar = (style, from, share / scale);
            from += share / scale;
            bar
        })
    }

    fn y(&self, position: f64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * self.part(position)
    }

    fn x(&self, position: f64) -> f64 {
        LEFT + (RIGHT - LEFT) * self.part(position)
    }

    /// Where a position is between the lowest, 0, and the highest, 1.
    fn part(&self, position: f64) -> f64 {
        ((position / self.reach + 1.0) / 2.0).clamp(0.0, 1.0)
    }

    /// The classes at one end of the scale.
    fn side(&self, sign: f64) -> String {
        let far = self.summary.positions.iter().filter(|(_, position)| **position == sign * self.reach);
        far.map(|(class, _)| class.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// What the pictures show, of the groups that are `drawn` of `all`.
    fn caption(&self, drawn: &[&[Cell]], all: usize) -> String {
        let cells = || drawn.iter().flat_map(|cells| cells.iter());
        let has = |test: fn(&Cell) -> bool| cells().any(test);
        let by = if self.summary.by.is_empty() { "all statements" } else { "each group" };
        let over = self.summary.over.as_deref();
        let over_words = over.map(|over| format!(" by {over}")).unwrap_or_default();
        let mut out = Vec::new();
        if self.has_positions() {
            let end = |sign: f64| {
                let names = self.side(sign);
                if names.is_empty() { String::new() } else { format!(" ({names})") }
            };
            let (low, high) = (short(-self.reach), short(self.reach));
            out.push(format!("Mean position of {by}{over_words}, from {low}{} to {high}{}.", end(-1.0), end(1.0)));
            if has(|cell| position(cell).is_some_and(|own| own.2)) {
                out.push("Filled circles are corrected by the coded sample.".to_owned());
            }
            if has(|cell| position(cell).is_some_and(|own| own.1.is_some())) {
                out.push("Lines through them are 95 % intervals.".to_owned());
            }
            if has(|cell| position(cell).is_some_and(|own| !own.2)) {
                out.push("Hollow circles are naive: means of labels alone.".to_owned());
            }
            if has(|cell| position(cell).is_none()) {
                out.push("Where all labels are unsure there is no circle.".to_owned());
            }
        } else {
            out.push(format!("Shares of {by}{over_words}: {}.", self.summary.classes.join(", ")));
        }
        if over.is_some() && has(|cell| cell.period.as_deref() == Some("")) {
            out.push("Statements without a period are in the table only.".to_owned());
        }
        if all > drawn.len() {
            out.push(format!("{} with fewer statements are in the table only.", counted(all - drawn.len(), "group")));
        }
        out.push("Each mark leads to its statements; the arrow keys go from mark to mark.".to_owned());
        out.join(" ")
    }
}

/// A tick of a scale of positions.
fn short(position: f64) -> String {
    if position == 0.0 {
        return "0".to_owned();
    }
    let sign = if position < 0.0 { "−" } else { "+" };
    format!("{sign}{}", round(position.abs()))
}
