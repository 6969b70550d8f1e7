//! Where a model came from.

use serde::{Deserialize, Serialize};

/// Where a model came from: enough to train it again, and no time, path or host.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Package and version that trained it.
    pub program: String,
    /// Name and version of the stemmer.
    pub stemmer: String,
    /// The training data, in the order given.
    pub data: Vec<DataDigest>,
    /// The options in force, after any search.
    pub options: serde_json::Value,
    /// Convergence of the learner, per head and target.
    pub learning: serde_json::Value,
}

/// A training file, identified by its contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataDigest {
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Number of labelled rows that were used.
    pub rows: u64,
}
