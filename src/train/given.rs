//! Options given as a document: TOML or JSON, the names as the model file spells them.

use serde_json::{Value, json};

use super::TrainOptions;

/// Options that training may choose from the data unless they are given: their names in [`super::Free`], and where they stand.
const FREE: [(&str, &str); 5] = [
    ("char-ngrams", "/text/char-ngrams"),
    ("min-texts", "/min-texts"),
    ("target-weights", "/target-weights"),
    ("scale", "/weighting/scale"),
    ("penalty", "/penalty"),
];

impl TrainOptions {
    /// The defaults with what is given put over them; what is given is not chosen from the data any more.
    ///
    /// # Errors
    /// A name or value that is not known. Whether numbers are in range is for [`Self::check`] to say.
    pub fn from_given(given: &Value) -> Result<Self, serde_json::Error> {
        let mut all = serde_json::to_value(Self::default())?;
        for (name, _) in FREE.iter().filter(|(_, place)| given.pointer(place).is_some()) {
            lay_over(&mut all, &json!({"free": {*name: false}}));
        }
        lay_over(&mut all, given);
        serde_json::from_value(all)
    }
}

/// Puts `over` on `under`, table by table.
fn lay_over(under: &mut Value, over: &Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                lay_over(under.entry(key).or_insert(Value::Null), value);
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
        assert_eq!(free.len(), FREE.len());
        for (name, place) in FREE {
            let mut given = defaults.pointer(place).unwrap().clone();
            for key in place.rsplit('/').filter(|key| !key.is_empty()) {
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
