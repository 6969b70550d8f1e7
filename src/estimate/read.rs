//! Labelled rows of tables → [`Statements`].

use std::collections::HashMap;
use std::io::Read;

use super::columns::{Columns, label_of};
use super::copies::Normal;
use super::date::Date;
use super::dateline::date_of_name;
use super::finish::{drop_near_copies, sort_classes};
use super::interner::Interner;
use super::matching::{Finder, SampleCounts};
use super::near::Words;
use super::places::{Places, head_of};
use super::sample::{CodedSample, RowKey, normal};
use super::statements::{Counts, Grouping, NO_DAY, Speaker, Statements, UNSURE_ID};
use super::texts::Texts;
use crate::corpus::{Header, Row, RowReader};
use crate::error::{Place, excerpt};
use crate::{Error, Result};

/// Dates that cannot be read and that are named.
const EXAMPLES: usize = 5;

/// Reads labelled rows of several files.
#[derive(Debug)]
pub struct StatementsBuilder<'s> {
    columns: Columns,
    sample: Option<&'s CodedSample>,
    finder: Option<Finder>,
    statements: Statements,
    /// The head or column, once the first file has said it, and the classes with probabilities.
    label: Option<(String, Vec<String>)>,
    classes: Interner,
    documents: Interner,
    speakers: Interner,
    values: Vec<Interner>,
    /// The day that the name or the contents of each document say, once looked for.
    day_of_document: HashMap<u32, Option<Date>>,
    /// The date that was read last, as it is written.
    last_date: (String, Option<Date>),
    /// The date that was put into a period last, and the number of the period.
    last_period: Option<(Option<Date>, u32)>,
    /// The statement with each key of words and speaker.
    seen: HashMap<u64, u32, foldhash::fast::FixedState>,
    /// The number of copies of each statement that has some, itself not counted.
    copies: HashMap<u32, u32>,
    /// The words of the row that is read.
    normal: Normal,
    /// The words of the statements, to find near copies.
    words: Words,
    articles: Interner,
}

impl<'s> StatementsBuilder<'s> {
    /// A builder; rows of `sample` are looked for among those that are added.
    #[must_use]
    pub fn new(columns: Columns, sample: Option<&'s CodedSample>) -> Self {
        let mut values = vec![Interner::default(); columns.by.len()];
        values.extend(columns.over.as_ref().map(|_| Interner::default()));
        let groupings = vec![Grouping::default(); values.len()];
        Self {
            sample,
            finder: None,
            statements: Statements {
                groupings,
                has_periods: columns.over.is_some(),
                texts: columns.keep_texts.then(Texts::default),
                ..Statements::default()
            },
            label: None,
            classes: Interner::default(),
            documents: Interner::default(),
            speakers: Interner::of(vec![String::new()]),
            values,
            day_of_document: HashMap::new(),
            last_date: (String::new(), None),
            last_period: None,
            seen: HashMap::default(),
            copies: HashMap::new(),
            normal: Normal::default(),
            words: Words::default(),
            articles: Interner::default(),
            columns,
        }
    }

    /// Adds the rows of a file. `date_of` looks into a document, by its name, for a date.
    ///
    /// # Errors
    /// [`Error::Data`] for a missing column and a probability that is none; [`Error::Io`].
    pub fn add<R: Read>(
        &mut self,
        mut rows: RowReader<R>,
        date_of: &mut dyn FnMut(&str) -> Option<Date>,
    ) -> Result<()> {
        let file = rows.file().to_owned();
        let places = self.places(&rows.header(), &file)?;
        if let Some(texts) = &mut self.statements.texts {
            texts.files.push(file.clone());
        }
        let mut row = Row::default();
        while rows.read(&mut row)? {
            self.statements.counts.rows += 1;
            self.row(&row, &file, &places, date_of)?;
        }
        Ok(())
    }

    /// Where the columns are in a file. The first file decides which label is read, and by what coded rows are found.
    fn places(&mut self, header: &Header, file: &str) -> Result<Places> {
        let (column, classes) = match &self.label {
            Some(label) => label.clone(),
            None => label_of(header, file, &self.columns.labels)?,
        };
        let places = Places::find(&self.columns, &column, &classes, header, file)?;
        if let (Some(sample), None) = (self.sample, &self.finder) {
            let has = [places.id.is_some(), places.statement.is_some(), places.text.is_some()];
            self.finder = Some(Finder::new(sample, has)?);
        }
        if self.label.is_none() {
            self.statements.probability_classes = classes.iter().map(|class| self.classes.id(class)).collect();
            head_of(&column).clone_into(&mut self.statements.label);
            self.label = Some((column, classes));
        }
        self.statements.counts.documents_known |= places.document.is_some();
        Ok(places)
    }

    /// Takes a row: leaves it out, counts it as a copy, or adds a statement.
    fn row(
        &mut self,
        row: &Row,
        file: &str,
        places: &Places,
        date_of: &mut dyn FnMut(&str) -> Option<Date>,
    ) -> Result<()> {
        let place = || Place::file(file).record(row.record, row.line);
        let of = |at: Option<usize>| at.map_or("", |at| row.text(at));
        let document = match places.document {
            Some(at) => self.documents.id(row.text(at)),
            // A number of its own, which no named document has.
            None => u32::MAX - self.statements.counts.rows as u32,
        };
        let text = of(places.text);
        if places.text.is_some() && text.trim().is_empty() {
            self.statements.counts.without_text += 1;
            return Ok(());
        }
        let label = row.text(places.label).trim();
        if label.is_empty() {
            self.statements.counts.without_label += 1;
            return Ok(());
        }
        let speaker = self.speakers.id(of(places.speaker).trim());
        self.note_actor(speaker, row, places);
        let found = self.original(row, places, text, speaker);
        self.find_in_sample(row, places, text, found);
        if found != self.statements.len() as u32 {
            self.statements.counts.copies += 1;
            *self.copies.entry(found).or_default() += 1;
            return Ok(());
        }
        for at in &places.probabilities {
            self.statements.probabilities.push(probability(row.text(*at), &place)?);
        }
        let of_label = of(places.probability).trim();
        let of_label = if of_label.is_empty() { None } else { Some(probability(of_label, &place)?) };
        let class = if label == crate::UNSURE { UNSURE_ID } else { self.classes.id(label) };
        self.statements.class.push(class);
        self.statements.document.push(document);
        self.statements.speaker.push(speaker);
        let keeps = places.wants_dates || self.columns.keep_texts;
        let date = if keeps { self.date(row, places, document, &place, date_of) } else { None };
        if keeps {
            self.statements.day.push(date.map_or(NO_DAY, Date::days));
        }
        if let Some(texts) = &mut self.statements.texts {
            let number = match places.document {
                Some(_) => places.statement.and_then(|(_, at)| row.text(at).trim().parse().ok()).unwrap_or(0),
                None => row.record,
            };
            texts.push(text, of_label, number);
        }
        self.group(row, places, date);
        Ok(())
    }

    /// The position of the earlier statement with the same words by the same speaker; otherwise that of a new one.
    fn original(&mut self, row: &Row, places: &Places, text: &str, speaker: u32) -> u32 {
        let number = self.statements.len() as u32;
        let mut found = number;
        if !self.columns.keep_copies {
            self.normal.read(text);
            if let Some(key) = self.normal.key(speaker) {
                found = *self.seen.entry(key).or_insert(number);
            }
        }
        if found == number && self.looks_for_near_copies() {
            let article = places.article.map(|places| {
                let [own, original] = places.map(|at| row.text(at).trim());
                [own, if original.is_empty() { own } else { original }].map(|id| self.articles.id(id))
            });
            self.words.push(&self.normal, article);
        }
        found
    }

    /// Notes that the statement at position `found` is in the coded sample, if it is.
    fn find_in_sample(&mut self, row: &Row, places: &Places, text: &str, found: u32) {
        let Some(finder) = &mut self.finder else { return };
        match finder.key() {
            RowKey::Id => finder.note(places.id.map_or("", |at| row.text(at)).trim(), found),
            RowKey::FileAndNumber => {
                let (file, number) = places.statement.unwrap_or_default();
                finder.note(&format!("{}\n{}", row.text(file), row.text(number)), found);
            }
            RowKey::Text => finder.note(&normal(text), found),
        }
    }

    /// Puts the last statement into its group of each grouping.
    fn group(&mut self, row: &Row, places: &Places, date: Option<Date>) {
        for (at, (grouping, names)) in self.statements.groupings.iter_mut().zip(&mut self.values).enumerate() {
            let id = match (places.groups.get(at), &self.columns.over) {
                (Some(column), _) => names.id(row.text(*column).trim()),
                (None, Some(over)) => match &self.last_period {
                    Some((last, id)) if *last == date => *id,
                    _ => {
                        let id = names.id(&date.map(|date| over.of(date)).unwrap_or_default());
                        self.last_period = Some((date, id));
                        id
                    }
                },
                (None, None) => 0,
            };
            grouping.of.push(id);
        }
    }

    fn looks_for_near_copies(&self) -> bool {
        !self.columns.keep_copies && !self.columns.keep_near_copies
    }

    /// Keeps the actor of a speaker.
    fn note_actor(&mut self, speaker: u32, row: &Row, places: &Places) {
        let speaker = speaker as usize;
        if self.statements.speakers.len() <= speaker {
            self.statements.speakers.resize(speaker + 1, Speaker::default());
        }
        let of = |at: Option<usize>| at.map_or("", |at| row.text(at)).trim();
        if let Some(known) = self.statements.speakers.get_mut(speaker)
            && let [actor, ..] = &known.actor
            && actor.is_empty()
            && !of(places.actor.first().copied().flatten()).is_empty()
        {
            known.actor = places.actor.map(|at| of(at).to_owned());
        }
    }

    /// The date of a row: that of its column, otherwise that of its document's name, otherwise what the document says.
    fn date(
        &mut self,
        row: &Row,
        places: &Places,
        document: u32,
        place: &dyn Fn() -> Place,
        date_of: &mut dyn FnMut(&str) -> Option<Date>,
    ) -> Option<Date> {
        // Dates that nobody asked for are shown where they are known, and not missed where they are not.
        let mut ignored = Counts::default();
        let counts = if places.wants_dates { &mut self.statements.counts } else { &mut ignored };
        let written = places.date.map_or("", |at| row.text(at)).trim();
        if !written.is_empty() {
            let date = match &self.last_date {
                (last, date) if last == written => *date,
                _ => Date::read(written, self.columns.order),
            };
            if self.last_date.0 != written {
                self.last_date = (written.to_owned(), date);
            }
            if date.is_none() {
                counts.unreadable_dates += 1;
                if counts.unreadable_examples.len() < EXAMPLES {
                    counts.unreadable_examples.push(format!("`{}` ({})", excerpt(written), place()));
                }
            }
            return date;
        }
        let name = places.document.map_or("", |at| row.text(at));
        let date =
            *self.day_of_document.entry(document).or_insert_with(|| date_of_name(name).or_else(|| date_of(name)));
        counts.without_date += u64::from(date.is_none());
        date
    }

    /// The statements; classes are sorted, and what became of the sample's rows is counted.
    ///
    /// # Errors
    /// [`Error::Data`] without any statement, and where the sample cannot be used.
    pub fn finish(mut self) -> Result<(Statements, Option<SampleCounts>)> {
        let near = self.looks_for_near_copies();
        let mut statements = self.statements;
        if statements.is_empty() {
            let (column, _) = self.label.unwrap_or_default();
            return Err(Error::data(
                Place::default().column(column),
                "no row of any file has a statement with a label",
            ));
        }
        if near {
            drop_near_copies(&mut statements, &self.words, &mut self.copies, self.finder.as_mut());
        }
        let mut counts = None;
        if let (Some(sample), Some(finder)) = (self.sample, &self.finder) {
            let (matched, found) = finder.matched(sample, &mut self.classes, statements.len(), &self.copies)?;
            statements.coded = matched;
            counts = Some(found);
        }
        let documents = self.documents.names.len() as u64;
        statements.counts.documents =
            if statements.counts.documents_known { documents } else { statements.len() as u64 };
        let names: Vec<String> =
            self.columns.by.iter().cloned().chain(self.columns.over.map(|over| over.name().to_owned())).collect();
        for ((grouping, values), name) in statements.groupings.iter_mut().zip(self.values).zip(names) {
            grouping.names = values.names;
            grouping.column = name;
        }
        if let Some(texts) = &mut statements.texts
            && statements.counts.documents_known
        {
            texts.documents = self.documents.names;
        }
        for (speaker, name) in statements.speakers.iter_mut().zip(self.speakers.names) {
            speaker.name = name;
        }
        sort_classes(&mut statements, self.classes.names);
        Ok((statements, counts))
    }
}

/// A probability in a cell.
fn probability(cell: &str, place: &dyn Fn() -> Place) -> Result<f32> {
    let p = cell.trim().parse::<f32>().ok().filter(|p| (0.0..=1.0).contains(p));
    p.ok_or_else(|| Error::data(place(), format!("`{}` is not a probability from 0 to 1", excerpt(cell))))
}
