//! Builds labelled data from rows: finds the columns, checks the cells, numbers classes, groups and targets.

use std::io::Read;

use super::columns::{Columns, LabelledOptions, Purpose, Taken};
use super::ids::Ids;
use super::label_cell::label;
use super::labelled::{Announced, Groups, HeadLabels, Labelled, RowPlace, Targets};
use super::read::{Faults, RowReader};
use super::row::Row;
use super::table::Header;
use crate::error::{Hint, Place, counted, excerpt, listed};
use crate::{Error, Result};

/// The largest weight of a row. Sums and squares of larger ones could overflow.
const LARGEST_WEIGHT: f64 = 1e9;

/// Builds labelled data from one or more tables.
#[derive(Debug)]
pub struct LabelledBuilder {
    pub(super) options: LabelledOptions,
    /// Those of the first table.
    columns: Option<Columns>,
    /// The rows so far. Label and target ids are in the order of first appearance.
    pub(super) rows: Labelled,
    /// The classes of each head.
    pub(super) heads: Vec<Ids>,
    pub(super) targets: Ids,
    pub(super) groups: Ids,
}

/// The columns that are neither statements nor labels.
fn extra_names<'h>(header: &'h Header, columns: &Columns) -> impl Iterator<Item = &'h String> {
    let used = [columns.text].into_iter().chain(columns.labels.iter().map(|(_, column)| *column));
    let used: Vec<usize> = used.collect();
    header.names().iter().enumerate().filter(move |(at, _)| !used.contains(at)).map(|(_, name)| name)
}

/// The checked cells of a row.
struct Checked {
    labels: Vec<Option<u32>>,
    weight: Option<f64>,
    fold: Option<u32>,
    target: Option<u32>,
}

impl LabelledBuilder {
    /// A builder without rows.
    pub fn new(options: LabelledOptions) -> Self {
        Self {
            options,
            columns: None,
            rows: Labelled::default(),
            heads: Vec::new(),
            targets: Ids::default(),
            groups: Ids::default(),
        }
    }

    /// Takes these as the label columns, unless the options name some or a table was added already. Exports of labelling
    /// tools know which columns hold labels.
    pub fn default_labels(&mut self, labels: &[String]) {
        if self.columns.is_none() && self.options.labels.is_empty() {
            self.options.labels = labels.to_vec();
        }
    }

    /// Adds all rows of a table. With [`Faults::SkipAndCount`], rows with an unusable weight, fold, target or text are
    /// skipped and counted.
    ///
    /// # Errors
    /// As the reader; [`Error::Data`] for a missing column, for a column that is used in this table or in the first but is
    /// not in the other (further columns may differ, and are empty where they lack), for the label `unsure`, for a key that only later JSON objects have, and for an
    /// unusable cell. After an error the builder is as it was before, so that another table can be added.
    pub fn add<R: Read>(&mut self, reader: RowReader<R>, faults: Faults) -> Result<()> {
        let mark = self.mark();
        let added = self.add_rows(reader, faults);
        if added.is_err() {
            self.take_back(&mark);
        }
        added
    }

    fn add_rows<R: Read>(&mut self, mut reader: RowReader<R>, faults: Faults) -> Result<()> {
        let file_name = reader.file().to_owned();
        let header = reader.header();
        let columns = self.open(&header, &file_name)?;
        let file = u32::try_from(self.rows.files.len()).unwrap_or(u32::MAX);
        self.rows.files.push(file_name.clone());
        let extra: Vec<Option<usize>> =
            self.rows.extra.header.names().iter().map(|name| header.position(name)).collect();
        let mut row = Row::default();
        while reader.read(&mut row)? {
            let place = Place::file(&file_name).record(row.record, row.line);
            if let Some(key) = row.unlisted().next() {
                return Err(Error::data(
                    place.column(key),
                    "is a key that the first object does not have; give every object the same keys, null where nothing is known",
                ));
            }
            let checked = match self.check(&row, &columns, &place) {
                Err(Failure::Row(_)) if faults == Faults::SkipAndCount => {
                    self.rows.skipped += 1;
                    continue;
                }
                Err(Failure::Row(error) | Failure::Table(error)) => return Err(error),
                Ok(checked) => checked,
            };
            self.keep(&row, &columns, &extra, checked);
            self.rows.rows.push(RowPlace { file, record: row.record, line: row.line });
        }
        self.rows.skipped += reader.skipped();
        self.rows.remarks.extend(reader.remarks());
        Ok(())
    }

    /// Finds the columns of a table. The first table also defines heads and optional columns.
    fn open(&mut self, header: &Header, file: &str) -> Result<Columns> {
        let Some(first) = &self.columns else {
            let columns = self.options.columns(header, file)?;
            let labels = &columns.labels;
            let names: Vec<String> = extra_names(header, &columns).cloned().collect();
            self.rows.extra.columns = vec![Vec::new(); names.len()];
            self.rows.extra.header = Header::new(names, Place::file(file))?;
            self.rows.heads =
                labels.iter().map(|(name, _)| HeadLabels { name: name.clone(), ..HeadLabels::default() }).collect();
            self.heads = labels.iter().map(|_| Ids::default()).collect();
            let vector = |taken: &Option<Taken>| taken.as_ref().map(|_| Vec::new());
            self.rows.folds = vector(&columns.fold);
            self.rows.weights = columns.weight.as_ref().map(|_| Vec::new());
            self.rows.groups = vector(&columns.group).map(|ids| Groups { names: Vec::new(), ids });
            self.rows.targets = vector(&columns.target).map(|ids| Targets { names: Vec::new(), ids });
            self.columns = Some(columns.clone());
            return Ok(columns);
        };
        let before = self.rows.files.first().map_or("", String::as_str);
        let hint = |name: &str| Hint::new(", or turn the column off with {}").value("ignore-column", name);
        if let Some(name) = first.used().find(|name| header.position(name).is_none()) {
            let error = Error::data(
                Place::file(file).column(name),
                format!("is not there, but is used in {before}; give it to all files"),
            );
            return Err(if first.is_by_default(name) { error.with_hint(hint(name)) } else { error });
        }
        let columns = self.options.columns(header, file)?;
        if let Some(name) = columns.used().find(|name| first.used().all(|used| used != *name)) {
            let error = Error::data(
                Place::file(file).column(name),
                format!("would be used, but is not in {before}; give it to all files"),
            );
            return Err(if columns.is_by_default(name) { error.with_hint(hint(name)) } else { error });
        }
        self.extend_extra(header, &columns, file)?;
        Ok(columns)
    }

    /// Adds the further columns of a later table, which are empty in the rows so far.
    fn extend_extra(&mut self, header: &Header, columns: &Columns, file: &str) -> Result<()> {
        let extra = &mut self.rows.extra;
        let names = extra_names(header, columns).filter(|name| extra.header.position(name).is_none());
        let new: Vec<String> = names.cloned().collect();
        if new.is_empty() {
            return Ok(());
        }
        extra.columns.resize(extra.columns.len() + new.len(), vec![String::new(); self.rows.texts.len()]);
        let all = extra.header.names().iter().cloned().chain(new).collect();
        extra.header = Header::new(all, Place::file(file))?;
        Ok(())
    }

    /// Checks the cells of a row.
    fn check(&mut self, row: &Row, columns: &Columns, place: &Place) -> std::result::Result<Checked, Failure> {
        let plain = |column: usize, name: &str| row.plain(column, name, || place.clone()).map_err(Failure::Row);
        let fault = |taken: &Taken, problem: String| {
            let error = Error::data(place.clone().column(&taken.name), format!("{problem}; correct it"));
            let hint = Hint::new(", or turn the column off with {}").value("ignore-column", &taken.name);
            Failure::Row(if taken.by_default { error.with_hint(hint) } else { error })
        };
        plain(columns.text, &self.options.text_column)?;
        let mut weight = None;
        if let Some(taken) = &columns.weight {
            let text = row.text(taken.column).trim();
            let number = text.parse().ok().filter(|w: &f64| (0.0..=LARGEST_WEIGHT).contains(w));
            let problem = || format!("`{}` is not a weight (a number from 0 to {LARGEST_WEIGHT:e})", excerpt(text));
            weight = Some(number.ok_or_else(|| fault(taken, problem()))?);
        }
        let mut fold = None;
        if let Some(taken) = &columns.fold {
            let text = row.text(taken.column).trim();
            fold =
                Some(text.parse().map_err(|_| {
                    fault(taken, format!("`{}` is not a fold (a whole number, 0 or more)", excerpt(text)))
                })?);
        }
        if let Some(taken) = &columns.target
            && plain(taken.column, &taken.name)?.is_empty()
        {
            return Err(fault(taken, "is empty, not a target".to_owned()));
        }
        let mut found = Vec::with_capacity(columns.labels.len());
        for (name, column) in &columns.labels {
            let label = label(row.field(*column))
                .map_err(|problem| Failure::Row(Error::data(place.clone().column(name), problem)))?;
            if label.eq_ignore_ascii_case(crate::UNSURE) {
                return Err(Failure::Table(Error::data(
                    place.clone().column(name),
                    format!(
                        "`{label}` is reserved for results that are not sure enough; leave the cell empty, or name the class otherwise"
                    ),
                )));
            }
            found.push(label);
        }
        // Nothing fails from here on, so that a skipped row adds no class or target.
        let labels = found.iter().zip(&mut self.heads);
        let labels = labels.map(|(label, ids)| match label.as_ref() {
            "" => None,
            label => Some(ids.of(label)),
        });
        Ok(Checked {
            labels: labels.collect(),
            weight,
            fold,
            target: columns.target.as_ref().map(|t| self.targets.of(row.text(t.column))),
        })
    }

    /// Adds a checked row.
    fn keep(&mut self, row: &Row, columns: &Columns, extra: &[Option<usize>], checked: Checked) {
        let rows = &mut self.rows;
        rows.texts.push(row.text(columns.text).to_owned());
        for (head, label) in rows.heads.iter_mut().zip(checked.labels) {
            head.labels.push(label);
        }
        for (values, column) in rows.extra.columns.iter_mut().zip(extra) {
            values.push(column.map_or("", |column| row.text(column)).to_owned());
        }
        if let (Some(groups), Some(taken)) = (&mut rows.groups, &columns.group) {
            groups.ids.push(match row.text(taken.column) {
                "" => self.groups.add(""),
                name => self.groups.of(name),
            });
        }
        if let (Some(weights), Some(weight)) = (&mut rows.weights, checked.weight) {
            weights.push(weight);
        }
        if let (Some(targets), Some(target)) = (&mut rows.targets, checked.target) {
            targets.ids.push(target);
        }
        if let (Some(folds), Some(fold)) = (&mut rows.folds, checked.fold) {
            folds.push(fold);
        }
    }

    /// Sorts classes and targets, checks the data as a whole, and returns it.
    ///
    /// # Errors
    /// [`Error::Options`] without any table; [`Error::Data`] if there is no row, no label, no positive weight or one
    /// fold only, or if there are too few classes for the purpose.
    pub fn finish(mut self) -> Result<Labelled> {
        let Some(columns) = self.columns.take() else {
            return Err(Error::options("files", "none given; name at least one"));
        };
        let mut rows = self.rows;
        let whole = Place::file(listed(&rows.files));
        if rows.texts.is_empty() {
            let problem = match rows.skipped {
                0 => "has no row below the header; add rows",
                _ => "has no usable row; correct the rows",
            };
            return Err(Error::data(whole, problem));
        }
        for (head, ids) in rows.heads.iter_mut().zip(&self.heads) {
            let (classes, positions) = ids.sorted();
            for label in head.labels.iter_mut().flatten() {
                *label = positions.get(*label as usize).copied().unwrap_or(*label);
            }
            head.classes = classes;
        }
        for head in &rows.heads {
            let place = whole.clone().column(&head.name);
            return Err(match (head.classes.as_slice(), self.options.purpose) {
                ([], Purpose::Learn) => {
                    let hint = Hint::new(", or name other label columns with {}").option("label");
                    Error::data(place, "has no label; fill in labels").with_hint(hint)
                }
                ([only], Purpose::Learn) => Error::data(
                    place,
                    format!("has one class only, `{}`; there must be two at least to tell apart", excerpt(only)),
                ),
                _ => continue,
            });
        }
        if rows.heads.iter().all(|head| head.classes.is_empty()) {
            return Err(Error::data(whole, "has no label at all; fill in labels"));
        }
        if let Some(taken) = &columns.weight
            && rows.weights.iter().flatten().all(|w| *w == 0.0)
        {
            return Err(Error::data(whole.column(&taken.name), "has no weight above 0; correct the weights"));
        }
        if let (Some(taken), Some(folds)) = (&columns.fold, &rows.folds)
            && folds.iter().all(|fold| Some(fold) == folds.first())
        {
            return Err(Error::data(whole.column(&taken.name), "has one fold only; there must be two at least"));
        }
        if let Some(targets) = &mut rows.targets {
            let (names, positions) = self.targets.sorted();
            for id in &mut targets.ids {
                *id = positions.get(*id as usize).copied().unwrap_or(*id);
            }
            targets.names = names;
        }
        if let Some(groups) = &mut rows.groups {
            groups.names = self.groups.into_names();
        }
        rows.announced = announced(&rows, &columns);
        Ok(rows)
    }
}

/// Why a row is refused.
enum Failure {
    /// The row is faulty; it is skipped if that was asked for.
    Row(Error),
    /// The table as a whole cannot be used.
    Table(Error),
}

/// The optional columns that are used without having been named.
fn announced(rows: &Labelled, columns: &Columns) -> Vec<Announced> {
    let folds = rows.folds.iter().flatten().collect::<std::collections::BTreeSet<_>>();
    let jobs = [
        ("group", &columns.group, rows.groups.as_ref().map(|g| counted(g.names.len(), "group"))),
        ("weight", &columns.weight, rows.weights.as_ref().map(|_| "rows count as it says".to_owned())),
        ("target", &columns.target, rows.targets.as_ref().map(|t| counted(t.names.len(), "target"))),
        ("fold", &columns.fold, Some(counted(folds.len(), "fold"))),
    ];
    let mut lines = Vec::new();
    for (job, taken, found) in jobs {
        if let (Some(taken), Some(found)) = (taken, found)
            && taken.by_default
        {
            lines.push(Announced { job, column: taken.name.clone(), found });
        }
    }
    lines
}
