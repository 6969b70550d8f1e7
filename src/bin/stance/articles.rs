//! Articles in, statements out: reading files, and the columns of a statement.

use std::io::Read;
use std::path::Path;

use stance::corpus::Cell;
use stance::error::Place;
use stance::quotation::{self, Extraction, Kind, Statement};
use stance::span::CodePoints;
use stance::{ByteSpan, Error, Result};

/// The columns of a statement, before any prediction.
pub(crate) const COLUMNS: [&str; 16] = [
    "file",
    "statement",
    "kind",
    "start",
    "end",
    "spans",
    "text",
    "context",
    "speaker",
    "speaker_name",
    "speaker_role",
    "speaker_start",
    "speaker_end",
    "cue",
    "flags",
    "speaker_confidence",
];

/// A file's name as shown and its text. `-` is standard input.
pub(crate) fn read(path: &Path) -> Result<(String, String)> {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    if name == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(|e| Error::io("read", "-", e))?;
    } else {
        bytes = std::fs::read(path).map_err(|e| Error::io("read", &name, e))?;
    }
    let text = String::from_utf8(bytes).map_err(|e| {
        let place = Place::file(&name).byte(e.utf8_error().valid_up_to() as u64);
        Error::data(place, "is not UTF-8; convert the file to UTF-8")
    })?;
    Ok((name, text))
}

/// Extracts, and says on standard error what was left aside.
pub(crate) fn extract(text: &str, indirect: bool) -> Extraction {
    let indirect = if indirect { quotation::Indirect::Extract } else { quotation::Indirect::Count };
    quotation::extract(text, &quotation::Options { indirect })
}

/// Says how many indirect statements were left aside.
pub(crate) fn report_left_aside(left: usize) {
    if left > 0 {
        anstream::eprintln!("{left} indirect statements (S said that …) left aside; --indirect gives them too");
    }
}

/// A speaker's cells.
struct Speaker {
    written: String,
    name: String,
    role: Option<String>,
    place: (usize, usize),
}

/// A statement's cells, owned, since offsets and names are made for it.
pub(crate) struct Cells {
    file: String,
    number: u64,
    kind: String,
    hull: (usize, usize),
    spans: Vec<(usize, usize)>,
    text: String,
    context: String,
    speaker: Option<Speaker>,
    cue: Option<String>,
    flags: String,
    confidence: Option<f64>,
}

impl Cells {
    pub(crate) fn new(file: &str, article: &str, points: &CodePoints<'_>, statement: &Statement) -> Self {
        let hull = statement.spans.iter().copied().reduce(|a, b| a.hull(b)).unwrap_or(ByteSpan::new(0, 0));
        let flags: Vec<&str> = statement.flags.iter().map(|f| f.name()).collect();
        Self {
            file: file.to_owned(),
            number: statement.number as u64,
            kind: statement.kind.to_string(),
            hull: points.span(hull),
            spans: statement.spans.iter().map(|s| points.span(*s)).collect(),
            text: statement.text.clone(),
            context: statement.context.of(article).trim().to_owned(),
            speaker: statement.speaker.as_ref().map(|m| Speaker {
                written: m.span.of(article).to_owned(),
                name: m.name.clone(),
                role: m.role.clone(),
                place: points.span(m.span),
            }),
            cue: statement.cue.map(|c| c.of(article).to_owned()),
            flags: flags.join(" "),
            confidence: statement.speaker.as_ref().map(|_| f64::from(statement.confidence)),
        }
    }

    /// An article without statements.
    pub(crate) fn empty(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            number: 0,
            kind: String::new(),
            hull: (0, 0),
            spans: Vec::new(),
            text: String::new(),
            context: String::new(),
            speaker: None,
            cue: None,
            flags: String::new(),
            confidence: None,
        }
    }

    /// In the order of [`COLUMNS`].
    pub(crate) fn cells(&self) -> Vec<Cell<'_>> {
        let there = self.number > 0;
        let number = |n: usize| if there { Cell::Integer(n as u64) } else { Cell::Empty };
        let speaker = self.speaker.as_ref();
        fn optional(text: Option<&str>) -> Cell<'_> {
            text.map_or(Cell::Empty, Cell::Text)
        }
        vec![
            Cell::Text(&self.file),
            if there { Cell::Integer(self.number) } else { Cell::Empty },
            Cell::Text(&self.kind),
            number(self.hull.0),
            number(self.hull.1),
            Cell::Spans(&self.spans),
            Cell::Text(&self.text),
            Cell::Text(&self.context),
            optional(speaker.map(|s| s.written.as_str())),
            optional(speaker.map(|s| s.name.as_str())),
            optional(speaker.and_then(|s| s.role.as_deref())),
            speaker.map_or(Cell::Empty, |s| Cell::Integer(s.place.0 as u64)),
            speaker.map_or(Cell::Empty, |s| Cell::Integer(s.place.1 as u64)),
            optional(self.cue.as_deref()),
            Cell::Text(&self.flags),
            self.confidence.map_or(Cell::Empty, |p| Cell::Rounded(p, 3)),
        ]
    }
}

/// Whether a statement is only a title or a so-called term.
pub(crate) fn is_term(statement: &Statement) -> bool {
    statement.kind == Kind::Term
}
