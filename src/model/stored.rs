//! The JSON in the header of a model file: everything but the numbers of the tensors.

use serde::{Deserialize, Serialize};

use super::{About, DoubtRules, Head, Model, Provenance};
use crate::calibrate::Calibration;
use crate::features::Weighting;
use crate::text::TextSettings;

/// The newest format that this version reads and writes. Format 2 adds class shares, description and rules for unsure
/// labels; a model that has none of them is written in format 1, as it was read.
pub const FORMAT: u32 = 2;

/// A model without its tensors. Unknown fields are refused, so that nothing in a file is passed over.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stored {
    pub(super) format: u32,
    /// The digest of this JSON with an empty `sha256`, and of the tensors.
    pub(super) sha256: String,
    pub(super) text: TextSettings,
    pub(super) heads: Vec<StoredHead>,
    #[serde(default, skip_serializing_if = "About::is_empty")]
    pub(super) about: About,
    #[serde(default, skip_serializing_if = "DoubtRules::is_empty")]
    pub(super) doubt: DoubtRules,
    pub(super) provenance: Provenance,
}

/// A head without its tensors.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredHead {
    pub(super) name: String,
    pub(super) classes: Vec<String>,
    pub(super) targets: Vec<String>,
    pub(super) weighting: Weighting,
    pub(super) penalty: f64,
    pub(super) calibration: Calibration,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) class_shares: Vec<Vec<f64>>,
}

/// Read first, so that the error for a newer format names the format and not its first unknown field.
#[derive(Deserialize)]
pub(super) struct FormatOnly {
    pub(super) format: u32,
}

/// The format in which a model is written.
pub(super) fn format_of(model: &Model) -> u32 {
    let is_first =
        model.about.is_empty() && model.doubt.is_empty() && model.heads.iter().all(|head| head.class_shares.is_empty());
    if is_first { 1 } else { FORMAT }
}

impl Stored {
    /// The parts of a model that are not tensors, with an empty digest.
    pub(super) fn of(model: &Model) -> Self {
        let head = |h: &Head| StoredHead {
            name: h.name.clone(),
            classes: h.classes.clone(),
            targets: h.targets.clone(),
            weighting: h.weighting,
            penalty: h.penalty,
            calibration: h.calibration.clone(),
            class_shares: h.class_shares.clone(),
        };
        Self {
            format: format_of(model),
            sha256: String::new(),
            text: model.text.clone(),
            heads: model.heads.iter().map(head).collect(),
            about: model.about.clone(),
            doubt: model.doubt.clone(),
            provenance: model.provenance.clone(),
        }
    }
}
