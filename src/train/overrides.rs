//! Training options from a document such as a TOML or JSON file, with the names that model files use.

use serde_json::{Value, json};

use super::TrainOptions;

/// The options that training may choose from the data: their names in [`super::Free`], and their JSON pointers.
const FREE: [(&str, &str); 6] = [
    ("char-ngrams", "/text/char-ngrams"),
    ("min-texts", "/min-texts"),
    ("target-weights", "/target-weights"),
    ("scale", "/weighting/scale"),
    ("penalty", "/penalty"),
    ("vector-weight", "/vector-weight"),
];

impl TrainOptions {
    /// The defaults, overridden by the options in `given`. Those are then no longer chosen from the data.
    ///
    /// # Errors
    /// A name or value that is not known. [`Self::check`] says whether numbers are in range.
    pub fn from_given(given: &Value) -> Result<Self, serde_json::Error> {
        let mut all = serde_json::to_value(Self::default())?;
        for (name, _) in FREE.iter().filter(|(_, pointer)| given.pointer(pointer).is_some()) {
            override_with(&mut all, &json!({"free": {*name: false}}));
        }
        override_with(&mut all, given);
        serde_json::from_value(all)
    }
}

/// Overrides `under` by `over`, recursively for objects.
fn override_with(under: &mut Value, over: &Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                override_with(under.entry(key).or_insert(Value::Null), value);
            }
        }
        (under, over) => *under = over.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_that_may_be_free_is_bound_by_being_given() {
        let defaults = serde_json::to_value(TrainOptions::default()).unwrap();
        let free = defaults.pointer("/free").and_then(Value::as_object).unwrap();
        // The weight of vectors is stored where it is not free, and where there are vectors.
        assert_eq!(free.len() + 1, FREE.len());
        for (name, pointer) in FREE {
            let mut given = defaults.pointer(pointer).cloned().unwrap_or(json!(2.0));
            for key in pointer.rsplit('/').filter(|key| !key.is_empty()) {
                given = json!({ key: given });
            }
            let options = serde_json::to_value(TrainOptions::from_given(&given).unwrap()).unwrap();
            let still = options.pointer("/free").and_then(Value::as_object).unwrap();
            assert!(still.iter().all(|(other, free)| *free == json!(other != name)), "{name}");
        }
    }

    #[test]
    fn names_that_are_not_known_are_refused() {
        assert!(TrainOptions::from_given(&json!({"penality": 1.0})).is_err());
        assert!(TrainOptions::from_given(&json!({"text": {"char-ngrams": "many"}})).is_err());
    }
}
