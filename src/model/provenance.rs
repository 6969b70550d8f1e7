//! Where a model came from.

use serde::{Deserialize, Serialize};

use super::JsonText;
use super::digest::Hasher;

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
    pub options: JsonText,
    /// Convergence of the learner, per head and target.
    pub learning: JsonText,
}

impl Provenance {
    /// The number of training rows of each of `classes` of a head, from [`Provenance::learning`]. `None` if it does not
    /// say, or if class weights made the classes count otherwise than by their rows.
    #[must_use]
    pub fn class_rows(&self, head: &str, classes: &[String]) -> Option<Vec<f64>> {
        let learning = self.learning.value();
        let heads = learning.as_array()?;
        let own = heads.iter().find(|own| own.get("head").and_then(|name| name.as_str()) == Some(head))?;
        if own.get("class-weights").is_some_and(|weights| weights != "none") {
            return None;
        }
        let rows = own.get("classes")?;
        classes.iter().map(|class| rows.get(class)?.as_f64()).collect()
    }
}

impl DataDigest {
    /// The digest of texts, each with a line end.
    #[must_use]
    pub fn of_texts(texts: &[String]) -> Self {
        let mut hasher = Hasher::default();
        for text in texts {
            hasher.add(text.as_bytes());
            hasher.add(b"\n");
        }
        Self { sha256: hasher.finish(), rows: texts.len() as u64 }
    }
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
