//! JSON that is parsed only on demand.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

/// A JSON value as text. The options that a model was trained with hold its whole dictionary, and nobody who labels texts
/// asks for them: parsing them whenever the program was launched took a sixth of its launch time.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JsonText(Box<RawValue>);

impl JsonText {
    /// The value.
    #[must_use]
    pub fn value(&self) -> Value {
        let value = serde_json::from_str(self.0.get());
        debug_assert!(value.is_ok(), "the text was checked when it was read");
        value.unwrap_or_default()
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.get()
    }
}

impl PartialEq for JsonText {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Default for JsonText {
    fn default() -> Self {
        Self(RawValue::NULL.to_owned())
    }
}

impl From<Value> for JsonText {
    fn from(value: Value) -> Self {
        RawValue::from_string(value.to_string()).map_or_else(|_| Self::default(), Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_the_same_after_a_way_through_text() {
        for value in [serde_json::json!({"b": [1, 0.25, null], "a": "é\n"}), Value::Null] {
            let text = JsonText::from(value.clone());
            assert_eq!(text.value(), value);
            let written = serde_json::to_string(&text).unwrap();
            assert_eq!(written, value.to_string());
            assert_eq!(serde_json::from_str::<JsonText>(&written).unwrap(), text);
        }
    }
}
