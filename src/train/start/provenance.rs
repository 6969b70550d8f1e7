//! What a model that was trained from a start says of where it came from.

use serde_json::{Value, json};

use super::report::ContinuedHead;
use crate::Result;
use crate::model::{DataDigest, Model, Provenance, sha256};
use crate::text::STEMMER;
use crate::train::ClassWeights;

/// The method in the options of a model that was trained from a start.
const METHOD: &str = "start";

/// The provenance of a model trained on `data` from `start`. The files of the start come first, then the new ones;
/// `starts` holds where each start came from, the first one first.
pub(super) fn provenance(
    start: &Model,
    data: Vec<DataDigest>,
    heads: &[ContinuedHead],
    class_weights: ClassWeights,
) -> Result<Provenance> {
    let before = &start.provenance;
    let mut options = before.options.value();
    let is_continued = options.get("method").is_some_and(|method| method == METHOD);
    let earlier = options.as_object_mut().filter(|_| is_continued).and_then(|fields| fields.remove("starts"));
    let mut starts = match earlier {
        Some(Value::Array(starts)) => starts,
        _ => Vec::new(),
    };
    starts.push(json!({
        "sha256": sha256([start.to_bytes()?.as_slice()]),
        "program": before.program,
        "files": before.data.len(),
        "options": options,
        "learning": before.learning.value(),
    }));
    let of_head = |name: &str| match heads.iter().find(|head| head.name == name) {
        Some(head) => head.stored(start, class_weights),
        None => learning_of(start, name).unwrap_or_else(|| json!({"head": name})),
    };
    Ok(Provenance {
        program: format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
        stemmer: STEMMER.to_owned(),
        data: before.data.iter().cloned().chain(data).collect(),
        options: json!({"method": METHOD, "starts": starts}).into(),
        learning: start.heads.iter().map(|head| of_head(&head.name)).collect::<Value>().into(),
    })
}

/// What the model stores of the training of a head.
fn learning_of(model: &Model, head: &str) -> Option<Value> {
    let Value::Array(entries) = model.provenance.learning.value() else { return None };
    entries.into_iter().find(|own| own.get("head").and_then(Value::as_str) == Some(head))
}

/// The number of rows that a head of the model was trained on, those of its own starts too; `None` if it does not say.
pub(super) fn rows_before(model: &Model, head: &str) -> Option<u64> {
    let own = learning_of(model, head)?;
    let number = |key: &str| own.get(key).and_then(Value::as_u64);
    Some(number("rows")? + number("rows-before").unwrap_or(0))
}

impl ContinuedHead {
    /// What the model stores of the training of this head.
    fn stored(&self, start: &Model, class_weights: ClassWeights) -> Value {
        let classes: serde_json::Map<String, Value> =
            self.class_rows.iter().map(|(class, rows)| (class.clone(), (*rows).into())).collect();
        json!({
            "head": self.name,
            "rows": self.rows,
            "rows-before": rows_before(start, &self.name),
            "classes": classes,
            "penalty": self.penalty,
            "class-weights": class_weights,
            "iterations": self.convergence.iterations,
            "reached": self.convergence.converged,
        })
    }
}
