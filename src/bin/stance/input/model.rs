//! The model that is used.

use std::path::Path;

use stance::Result;
use stance::classify::Classifier;
use stance::model::Model;

/// The word for the shipped model where another model has a flag of its own.
const SHIPPED: &str = "shipped";

/// The file of a model; `None` for the word that stands for the shipped one.
pub(crate) fn named(path: &Path) -> Option<&Path> {
    Some(path).filter(|path| path.as_os_str() != SHIPPED)
}

/// The model file given, or the shipped model.
pub(crate) fn load(path: Option<&Path>) -> Result<Model> {
    path.map_or_else(Model::shipped, Model::open)
}

/// The model file given, or the shipped model, ready to classify.
pub(crate) fn compile(path: Option<&Path>) -> Result<Classifier> {
    path.map_or_else(Classifier::shipped, Classifier::open)
}
