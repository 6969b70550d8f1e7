//! A model compiled for use.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::Target;
use super::compiled_head::CompiledHead;
use super::doubt::DoubtData;
use super::fast::Tables;
use super::fixed_point::FixedPoint;
use crate::features::{Families, FeatureId, Vocabulary};
use crate::model::Model;
use crate::text::Analyzer;
use crate::{Error, Result};

/// A model ready to classify. One classifier serves any number of threads; each thread has a [`Session`](super::Session).
///
/// It is ready at once. Tables for many texts are built when the first session has labelled a few kilobytes of text, or
/// by [`Classifier::prepare`]; predictions are the same with and without.
#[derive(Debug)]
pub struct Classifier {
    pub(super) model: Model,
    pub(super) analyzer: Analyzer,
    pub(super) families: Families,
    pub(super) heads: Vec<CompiledHead>,
    pub(super) doubt: DoubtData,
    /// How its weights are rounded.
    pub(super) fixed_point: FixedPoint,
    /// `None` inside if the model is too large for tables.
    tables: OnceLock<Option<Tables>>,
    /// The dictionary keys and pairs of them as people read them, by feature; empty until a text is explained.
    key_names: OnceLock<Vec<Arc<str>>>,
}

impl Classifier {
    /// Compiles a model.
    ///
    /// # Errors
    /// [`Error::Model`] if the parts of the model do not fit together, see [`Model::check`].
    pub fn new(model: Model) -> Result<Self> {
        model.check("model")?;
        Ok(Self::of_checked(model))
    }

    /// Compiles a model that was checked.
    fn of_checked(model: Model) -> Self {
        let analyzer = Analyzer::of_checked(&model.text);
        let fixed_point = FixedPoint::new(&model);
        let heads = model.heads.iter().enumerate();
        let heads = heads.map(|(h, head)| CompiledHead::new(head, &model.class_shares(h))).collect();
        let (doubt, families) = (DoubtData::new(&model), model.vocabulary.families());
        Self {
            analyzer,
            families,
            heads,
            doubt,
            fixed_point,
            tables: OnceLock::new(),
            key_names: OnceLock::new(),
            model,
        }
    }

    /// The classifier of the model built into the library.
    ///
    /// # Errors
    /// As [`Model::shipped`].
    pub fn shipped() -> Result<Self> {
        Model::shipped().map(Self::of_checked)
    }

    /// The classifier of a model file.
    ///
    /// # Errors
    /// As [`Model::open`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Model::open(path).map(Self::of_checked)
    }

    /// The model it was made from.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Builds the tables for many texts now, so that no text has to wait for them.
    pub fn prepare(&self) {
        self.tables();
    }

    /// The tables for many texts, built at the first call; `None` if the model is too large for them.
    pub(super) fn tables(&self) -> Option<&Tables> {
        self.tables.get_or_init(|| Tables::new(&self.model, &self.fixed_point)).as_ref()
    }

    /// A dictionary key, or a pair of them, as people read it.
    pub(super) fn key_name(&self, key: FeatureId) -> Option<Arc<str>> {
        let keys = &self.families.keys;
        let names = self.key_names.get_or_init(|| {
            let all = self.model.vocabulary.iter_from(FeatureId::new(keys.start)).take(keys.len());
            all.map(|(key, _)| Vocabulary::display(key).into()).collect()
        });
        names.get(key.number().checked_sub(keys.start)? as usize).cloned()
    }

    /// Whether the tables have been built.
    pub(super) fn has_tables(&self) -> bool {
        self.tables.get().is_some()
    }

    /// The names of the model's targets; empty for a model without targets.
    #[must_use]
    pub fn targets(&self) -> &[String] {
        self.model.targets()
    }

    /// The target with this name. A model without targets accepts any name, and none.
    ///
    /// # Errors
    /// [`Error::Options`] if the model has targets and `name` is none of them, or missing.
    pub fn target<'n>(&self, name: impl Into<Option<&'n str>>) -> Result<Target> {
        let (targets, name) = (self.targets(), name.into());
        if targets.is_empty() {
            return Ok(Target::new(0));
        }
        let position = name.and_then(|name| targets.iter().position(|target| target == name));
        position.map(Target::new).ok_or_else(|| {
            let found = name.map_or("is missing".to_owned(), |n| format!("`{n}` is not known"));
            Error::options(
                "target",
                format!(
                    "{found}; this model knows {}",
                    crate::error::listed(targets.iter().map(|target| crate::error::excerpt(target)))
                ),
            )
        })
    }

    /// The target of a model without targets.
    ///
    /// # Errors
    /// [`Error::Options`] if the model has targets.
    pub fn default_target(&self) -> Result<Target> {
        self.target(None)
    }

    /// Checks that a target is one of this classifier's.
    #[inline(always)]
    pub(super) fn check_target(&self, target: Target) -> Result<()> {
        if target.index() < self.targets().len().max(1) {
            return Ok(());
        }
        Err(Error::options("target", "is of another classifier; ask this one for its targets"))
    }
}
