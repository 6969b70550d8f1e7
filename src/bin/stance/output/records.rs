//! Statements one below the other, for narrow terminals and for reasons in words.

use std::io::Write;

use stance::classify::Explanation;
use stance::columns::{PredictionColumns, PredictionRow, is_blank};
use stance::corpus::Output as Destined;
use stance::error::one_line;
use stance::{ByteSpan, Error, Result, UNSURE};

use super::destination::Destination;
use super::format::Output;
use crate::input::{Item, Source};

/// Terminals with fewer columns show records instead of a table.
pub(crate) const TABLE_COLUMNS: usize = 100;
/// Reasons shown of each label.
const REASONS: usize = 8;
/// Contributions below this, in logits, are not shown.
const LEAST: f64 = 0.05;
/// Spaces before the lines below a statement.
const INDENT: &str = "  ";
/// Bold green: speaks for the label. Bold red: against it.
const FOR: &str = "\x1b[1;32m";
const AGAINST: &str = "\x1b[1;31m";
const END: &str = "\x1b[0m";

/// A record per statement: its text, who says it, its labels, and the reasons in words if they are asked for.
pub(crate) struct Records<'p> {
    predicted: &'p PredictionColumns<'p>,
    /// What to know about the labels, below the last record.
    footer: Vec<String>,
    to: &'p Destination,
    width: usize,
    colour: bool,
}

impl<'p> Records<'p> {
    /// Records as wide as the destination, with these lines below.
    pub(crate) fn new(predicted: &'p PredictionColumns<'p>, footer: Vec<String>, to: &'p Destination) -> Self {
        Self { predicted, footer, to, width: to.width(), colour: to.shows_colour() }
    }

    /// The statement; the words that speak for and against the first label are marked.
    fn statement(&self, text: &str, labels: &PredictionRow) -> String {
        let mut marked = String::new();
        let mut at = 0;
        let mut spans: Vec<(ByteSpan, f64)> = labels
            .explanations()
            .first()
            .map_or_else(Vec::new, |why| strongest(why).map(|r| (r.span, r.contribution)).collect());
        spans.retain(|_| self.colour);
        // Of spans that overlap the one that begins first is marked.
        spans.sort_by_key(|(span, _)| (span.start(), std::cmp::Reverse(span.end())));
        for (span, contribution) in spans.iter().filter(|(span, _)| !span.is_empty()) {
            if span.start() < at {
                continue;
            }
            marked.push_str(&plain(text.get(at..span.start()).unwrap_or_default()));
            marked.push_str(if *contribution > 0.0 { FOR } else { AGAINST });
            marked.push_str(&plain(span.of(text)));
            marked.push_str(END);
            at = span.end();
        }
        marked.push_str(&plain(text.get(at..).unwrap_or_default()));
        marked.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// `oppose 0.96` for every head, with all classes if they are asked for.
    fn labels(&self, labels: &PredictionRow) -> String {
        let options = self.predicted.options();
        let heads = self.predicted.heads().iter().zip(labels.predictions()).enumerate();
        let words = heads.map(|(h, (head, prediction))| {
            let doubt = self.predicted.doubt(h, labels).map(|doubt| format!("{UNSURE}: {}", doubt.name()));
            let class = head.classes.get(prediction.class).map_or(UNSURE, String::as_str);
            let label = doubt.as_deref().unwrap_or(class);
            let mut words = format!("{} {label} {:.2}", head.name, prediction.probability());
            if options.probabilities {
                let all = head.classes.iter().zip(&prediction.probabilities);
                let all: Vec<String> = all.map(|(class, p)| format!("{class} {p:.2}")).collect();
                words.push_str(&format!(" ({})", all.join(", ")));
            }
            words
        });
        words.collect::<Vec<_>>().join(" · ")
    }

    /// `oppose because of “lift the ban” (+1.20); against it “controls” (−0.30)`.
    fn reasons(&self, text: &str, class: &str, why: &Explanation) -> String {
        let side = |sign: f64, colour: &str| {
            let of_side = strongest(why).filter(|reason| reason.contribution * sign > 0.0);
            let words = of_side.map(|reason| {
                let words = reason.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
                let words = one_line(&words);
                let (begin, end) = if self.colour { (colour, END) } else { ("", "") };
                let key = reason.key.as_ref().map_or_else(String::new, |key| format!("{}: ", one_line(key)));
                let sign = if reason.contribution > 0.0 { '+' } else { '−' };
                format!("{key}“{begin}{words}{end}” ({sign}{:.2})", reason.contribution.abs())
            });
            words.collect::<Vec<_>>().join(", ")
        };
        let (by, against) = (side(1.0, FOR), side(-1.0, AGAINST));
        match (by.is_empty(), against.is_empty()) {
            (true, true) => format!("{class}: no word of it weighs much; {:+.2} comes from none", why.bias),
            (false, true) => format!("{class} because of {by}"),
            (true, false) => format!("{class} in spite of {against}"),
            (false, false) => format!("{class} because of {by}; against it {against}"),
        }
    }

    /// Adds wrapped lines, in which no word is broken.
    fn wrap(&self, part: &mut String, words: &str, indent: &str) {
        let options = textwrap::Options::new(self.width.max(20))
            .initial_indent(indent)
            .subsequent_indent(indent)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(words, options) {
            part.push_str(&line);
            part.push('\n');
        }
    }
}

/// Text on one line, without characters that could command a terminal.
fn plain(text: &str) -> String {
    one_line(&text.replace(['\n', '\r', '\t'], " ")).into_owned()
}

/// The largest reasons of a label, the largest first.
fn strongest(why: &Explanation) -> impl Iterator<Item = &stance::classify::Reason> {
    why.reasons.iter().filter(|reason| reason.contribution.abs() >= LEAST).take(REASONS)
}

impl Output for Records<'_> {
    type Part = String;
    type Sink = Destined;

    fn begin(&self, part: &mut String) -> Result<()> {
        part.clear();
        Ok(())
    }

    fn item(&self, part: &mut String, item: &Item<'_>, labels: &PredictionRow) -> Result<()> {
        if is_blank(item.text) {
            return Ok(());
        }
        self.wrap(part, &self.statement(item.text, labels), "");
        let mut about = vec![item.number.to_string()];
        if let Source::Article { file, statement, .. } = &item.source {
            about.insert(0, (*file).to_owned());
            let found = statement.map(|quoted| quoted.statement);
            let speaker = found.and_then(|statement| statement.speaker.as_ref());
            about.extend(speaker.map(|speaker| {
                let role = speaker.role.as_ref().filter(|role| !role.is_empty());
                role.map_or(speaker.name.clone(), |role| format!("{}, {role}", speaker.name))
            }));
            if self.predicted.heads().is_empty() {
                about.extend(found.map(|statement| statement.kind.name().to_owned()));
            }
        }
        self.wrap(part, &one_line(&about.join(" · ")), INDENT);
        if !labels.predictions().is_empty() {
            self.wrap(part, &one_line(&self.labels(labels)), INDENT);
        }
        for (head, why) in self.predicted.heads().iter().zip(labels.explanations()) {
            let class = head.classes.get(why.prediction.class).map_or("", String::as_str);
            let class = &*one_line(class);
            self.wrap(part, &self.reasons(item.text, class, why), INDENT);
        }
        part.push('\n');
        Ok(())
    }

    fn open(&self) -> Result<Destined> {
        self.to.open()
    }

    fn take(&self, sink: &mut Destined, part: &mut String) -> Result<()> {
        sink.write_all(part.as_bytes()).map_err(|error| Error::io("write", sink.name().to_owned(), error))
    }

    fn finish(&self, mut sink: Destined) -> Result<()> {
        let mut footer = String::new();
        self.footer.iter().for_each(|line| self.wrap(&mut footer, &one_line(line), ""));
        self.take(&mut sink, &mut footer)?;
        sink.commit()
    }
}
