//! The model that is used.

use std::path::Path;

use stance::Result;
use stance::classify::Classifier;
use stance::model::Model;

/// The model file given, or the shipped model.
pub(crate) fn load(path: Option<&Path>) -> Result<Model> {
    path.map_or_else(Model::shipped, Model::open)
}

/// The same, compiled.
pub(crate) fn compile(path: Option<&Path>) -> Result<Classifier> {
    Classifier::new(load(path)?)
}
