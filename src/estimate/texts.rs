//! What statements say and where they are, kept only for a page that lists them.

/// The words of statements and their places. All lists with one value per statement have the same length.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    /// All texts, one after another.
    words: String,
    /// Where each text begins and ends in `words`.
    spans: Vec<(usize, usize)>,
    /// The probability of each label; not a number where there is none.
    probability: Vec<f32>,
    /// The number of each statement in its document, 0 if unknown; without documents that of its row in its file.
    number: Vec<u64>,
    /// The position in `files` of the file with the row.
    file: Vec<u32>,
    /// The labelled files.
    pub(super) files: Vec<String>,
    /// The names of the documents; empty if there are none.
    pub(super) documents: Vec<String>,
}

impl Texts {
    /// Adds a statement of the last file.
    pub(super) fn push(&mut self, text: &str, probability: Option<f32>, number: u64) {
        let from = self.words.len();
        self.words.push_str(text);
        self.spans.push((from, self.words.len()));
        self.probability.push(probability.unwrap_or(f32::NAN));
        self.number.push(number);
        self.file.push(self.files.len().saturating_sub(1) as u32);
    }

    /// Keeps only the statements with `true`; their words stay where they are.
    pub(super) fn keep(&mut self, kept: &[bool]) {
        retain(&mut self.spans, kept, 1);
        retain(&mut self.probability, kept, 1);
        retain(&mut self.number, kept, 1);
        retain(&mut self.file, kept, 1);
    }

    /// The words of a statement; blank past the last.
    pub(super) fn text(&self, row: usize) -> &str {
        self.spans.get(row).and_then(|(from, to)| self.words.get(*from..*to)).unwrap_or("")
    }

    /// The probability of a statement's label.
    pub(super) fn probability(&self, row: usize) -> Option<f32> {
        self.probability.get(row).copied().filter(|p| p.is_finite())
    }

    /// Where a statement is: its document and its number there, otherwise its file and the number of its row.
    pub(super) fn place(&self, row: usize, document: u32) -> String {
        let number = self.number.get(row).copied().unwrap_or(0);
        let file = || self.file.get(row).and_then(|file| self.files.get(*file as usize)).map_or("", String::as_str);
        match self.documents.get(document as usize) {
            Some(name) if number == 0 => name.clone(),
            Some(name) => format!("{name}, statement {number}"),
            None => format!("{}, row {number}", file()),
        }
    }
}

/// Keeps the values of the statements with `true`; each has `width` of them.
pub(super) fn retain<T>(list: &mut Vec<T>, kept: &[bool], width: usize) {
    let mut at = 0;
    list.retain(|_| {
        at += 1;
        kept.get((at - 1) / width.max(1)).copied().unwrap_or(false)
    });
}
