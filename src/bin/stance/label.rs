//! Items → predictions, or counts of a dictionary's keys.

use stance::classify::{self, Classifier, Target};
use stance::columns::{KeyColumns, PredictionColumns, PredictionOptions, PredictionRow, is_blank};
use stance::features::{self, KeyCounter};
use stance::model::About;
use stance::{Error, Result};

use crate::flags::{ClassifyArgs, Format};
use crate::input::{Item, Source};

/// Labels items with a model. Shared by all threads; each has a [`Session`] of its own.
pub(crate) struct Labeller<'c> {
    classifier: &'c Classifier,
    columns: PredictionColumns<'c>,
    /// The target that all statements are judged for; `None` where each row names its own.
    target: Option<Target>,
    /// The column with the target of a row.
    target_column: &'c str,
}

impl<'c> Labeller<'c> {
    /// Labels as the flags say.
    ///
    /// # Errors
    /// A target that the model does not know.
    pub(crate) fn new(args: &'c ClassifyArgs, classifier: &'c Classifier) -> Result<Self> {
        let options = PredictionOptions {
            min_confidence: args.min_confidence,
            probabilities: args.probabilities,
            reasons: args.explain || args.output.format() == Format::Html,
        };
        let by_row = !classifier.targets().is_empty() && args.target.is_none();
        let target = (!by_row).then(|| classifier.target(args.target.as_deref())).transpose()?;
        Ok(Self {
            classifier,
            columns: PredictionColumns::new(classifier.model(), options),
            target,
            target_column: &args.target_column,
        })
    }

    /// The predicted columns.
    pub(crate) fn columns(&self) -> &PredictionColumns<'c> {
        &self.columns
    }

    /// What the model is for, in words.
    pub(crate) fn about(&self) -> &About {
        &self.classifier.model().about
    }

    /// Whether each row must name its target.
    pub(crate) fn needs_target(&self) -> bool {
        self.target.is_none()
    }

    /// Refuses to label statements that name no target with a model that needs one.
    pub(crate) fn check_target(&self) -> Result<()> {
        if self.needs_target() { self.classifier.default_target().map(|_| ()) } else { Ok(()) }
    }

    /// The labeller of one thread.
    pub(crate) fn session(&self) -> Session<'_> {
        Session { labeller: self, session: self.classifier.session() }
    }
}

/// One thread's labeller.
pub(crate) struct Session<'l> {
    labeller: &'l Labeller<'l>,
    session: classify::Session<'l>,
}

impl Session<'_> {
    /// Predicts an item's labels into `row`, which stays empty for a blank text.
    pub(crate) fn label(&mut self, item: &Item<'_>, row: &mut PredictionRow) -> Result<()> {
        let target = match self.labeller.target {
            Some(target) => target,
            None => self.target(item)?,
        };
        if is_blank(item.text) {
            row.clear();
            return Ok(());
        }
        if self.labeller.columns.options().reasons {
            row.explain(item.text, self.session.explain(item.text, target)?);
        } else {
            self.session.classify_into(item.text, target, row.fill())?;
        }
        if self.labeller.columns.need_doubts() {
            row.doubt(match &item.source {
                Source::Article { statement: Some(quoted), .. } => {
                    self.session.doubts_in_article(item.text, quoted.article, target)?
                }
                _ => self.session.doubts(item.text),
            });
        }
        Ok(())
    }

    /// The target that an item's row names.
    fn target(&self, item: &Item<'_>) -> Result<Target> {
        let name = item.target.filter(|name| !name.is_empty());
        let known = self.labeller.classifier.target(name);
        known.map_err(|e| {
            let place = item.origin.place().column(self.labeller.target_column);
            Error::data(place, e.to_string())
        })
    }
}

/// Counts the keys of a dictionary in items. Shared by all threads.
pub(crate) struct KeyLabeller {
    counter: KeyCounter,
    columns: PredictionColumns<'static>,
}

impl KeyLabeller {
    /// For the keys of `counter`.
    pub(crate) fn new(counter: KeyCounter) -> Self {
        Self { columns: KeyColumns::new(&counter).into(), counter }
    }

    /// The columns of counts.
    pub(crate) fn columns(&self) -> &PredictionColumns<'static> {
        &self.columns
    }

    /// The counter of one thread.
    pub(crate) fn session(&self) -> KeySession<'_> {
        KeySession { columns: self.columns.keys(), session: self.counter.session() }
    }
}

/// One thread's counter.
pub(crate) struct KeySession<'l> {
    columns: &'l KeyColumns,
    session: features::KeySession<'l>,
}

impl KeySession<'_> {
    /// Counts the keys of an item into `row`, which stays empty for a blank text.
    pub(crate) fn count(&mut self, item: &Item<'_>, row: &mut PredictionRow) {
        row.clear();
        if is_blank(item.text) {
            return;
        }
        self.session.find(item.text);
        row.keys().fill(self.columns, item.text, self.session.hits(), self.session.words());
    }
}
