//! Items → predictions, or counts of a dictionary's keys.

use stance::classify::{self, Classifier, Prediction, Target};
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
        Session { labeller: self, session: self.classifier.session(), of_article: Vec::new() }
    }
}

/// One thread's labeller.
pub(crate) struct Session<'l> {
    labeller: &'l Labeller<'l>,
    session: classify::Session<'l>,
    /// Not used: what is predicted of an article.
    of_article: Vec<Prediction>,
}

/// Bytes of an article in which its subject must be mentioned.
const BEGINNING: usize = 4096;

/// The beginning of the article that an item is a statement of.
fn article<'b>(item: &Item<'b>) -> Option<&'b str> {
    let Source::Article { statement: Some(quoted), .. } = &item.source else { return None };
    let mut end = quoted.article.len().min(BEGINNING);
    while !quoted.article.is_char_boundary(end) {
        end -= 1;
    }
    quoted.article.get(..end)
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
            let mut doubts = self.session.doubts(item.text);
            // Who is quoted in an article seldom names again what the article is about.
            if let (true, Some(article)) = (doubts.is_off_subject(), article(item)) {
                self.session.classify_into(article, target, &mut self.of_article)?;
                doubts.take_subject_of(&self.session.doubts(article));
            }
            row.doubt(doubts);
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
