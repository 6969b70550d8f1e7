//! From mentions to people and organisations: full names, roles, antecedents of pronouns, and how sure a speaker is.

pub(crate) mod actors;
pub(crate) mod antecedents;
mod collect;
pub(crate) mod confidence;
mod confidence_weights;
pub(crate) mod gender;
mod mentioned;
pub(crate) mod names;
mod persons;
mod roles;
