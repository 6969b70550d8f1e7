//! Takes back the rows of a table that turned out to be faulty.

use super::gather::LabelledBuilder;
use super::ids::Ids;
use super::labelled::Labelled;

/// How much a builder held before a table was added.
pub(super) struct Mark {
    rows: usize,
    extra: usize,
    files: usize,
    skipped: u64,
    heads: Vec<usize>,
    targets: usize,
    groups: usize,
}

impl LabelledBuilder {
    /// How much it holds now.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            rows: self.rows.texts.len(),
            extra: self.rows.extra.columns.len(),
            files: self.rows.files.len(),
            skipped: self.rows.skipped,
            heads: self.heads.iter().map(Ids::len).collect(),
            targets: self.targets.len(),
            groups: self.groups.len(),
        }
    }

    /// Forgets what was added since the mark. A builder without a file before has no columns afterwards.
    pub(super) fn take_back(&mut self, mark: &Mark) {
        if mark.files == 0 {
            *self = Self::new(std::mem::take(&mut self.options));
            return;
        }
        for (ids, len) in self.heads.iter_mut().zip(&mark.heads) {
            ids.truncate(*len);
        }
        self.targets.truncate(mark.targets);
        self.groups.truncate(mark.groups);
        let Labelled {
            files,
            texts,
            heads,
            groups,
            weights,
            targets,
            folds,
            extra,
            rows,
            announced: _,
            skipped,
            remarks: _,
        } = &mut self.rows;
        *skipped = mark.skipped;
        files.truncate(mark.files);
        texts.truncate(mark.rows);
        rows.truncate(mark.rows);
        heads.iter_mut().for_each(|head| head.labels.truncate(mark.rows));
        extra.header = extra.header.first(mark.extra);
        extra.columns.truncate(mark.extra);
        extra.columns.iter_mut().for_each(|column| column.truncate(mark.rows));
        if let Some(groups) = groups {
            groups.ids.truncate(mark.rows);
        }
        if let Some(targets) = targets {
            targets.ids.truncate(mark.rows);
        }
        if let Some(weights) = weights {
            weights.truncate(mark.rows);
        }
        if let Some(folds) = folds {
            folds.truncate(mark.rows);
        }
    }
}
