//! Text settings as they are stored in models and option files.

use std::borrow::Cow;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Capitals, CharNgrams, KeyFeatures, Language, Mentions, Negation, Punctuation, TextSettings};

/// [`TextSettings`] with the settings that have only one value today.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct StoredSettings<'s> {
    language: Language,
    word_ngrams: u8,
    char_ngrams: CharNgrams,
    negation: Negation,
    punctuation: Punctuation,
    mentions: Mentions,
    #[serde(default, skip_serializing_if = "is_ignore")]
    capitals: Capitals,
    #[serde(default)]
    repeats: Repeats,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    keys: Option<Cow<'s, KeyFeatures>>,
}

/// Whether repeated words of a text count again.
#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Repeats {
    /// They do. The meaning of a file without the setting; no longer supported.
    #[default]
    Count,
    Once,
}

fn is_ignore(capitals: &Capitals) -> bool {
    *capitals == Capitals::Ignore
}

impl Serialize for TextSettings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        StoredSettings::from(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for TextSettings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(StoredSettings::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl TryFrom<StoredSettings<'_>> for TextSettings {
    type Error = String;

    fn try_from(stored: StoredSettings<'_>) -> Result<Self, String> {
        let StoredSettings {
            language,
            word_ngrams,
            char_ngrams,
            negation,
            punctuation,
            mentions,
            capitals,
            repeats,
            keys,
        } = stored;
        match repeats {
            Repeats::Once => {
                let keys = keys.map(Cow::into_owned);
                Ok(Self { language, word_ngrams, char_ngrams, negation, punctuation, mentions, capitals, keys })
            }
            Repeats::Count => Err("`repeats` is `count`, which is no longer supported; use `once`".to_owned()),
        }
    }
}

impl<'s> From<&'s TextSettings> for StoredSettings<'s> {
    fn from(settings: &'s TextSettings) -> Self {
        let TextSettings { language, word_ngrams, char_ngrams, negation, punctuation, mentions, capitals, keys } =
            settings;
        Self {
            language: *language,
            word_ngrams: *word_ngrams,
            char_ngrams: *char_ngrams,
            negation: *negation,
            punctuation: *punctuation,
            mentions: *mentions,
            capitals: *capitals,
            repeats: Repeats::Once,
            keys: keys.as_ref().map(Cow::Borrowed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_back_as_they_were_written() {
        for capitals in [Capitals::Ignore, Capitals::Mark] {
            let settings = TextSettings { capitals, ..TextSettings::default() };
            let json = serde_json::to_string(&settings).unwrap();
            assert_eq!(serde_json::from_str::<TextSettings>(&json).unwrap(), settings);
        }
    }

    #[test]
    fn counted_repeats_are_refused_with_the_way_out() {
        let json = serde_json::to_string(&TextSettings::default()).unwrap();
        assert!(json.contains(r#""repeats":"once""#));
        for old in [json.replace("once", "count"), json.replace(r#","repeats":"once""#, "")] {
            let error = serde_json::from_str::<TextSettings>(&old).unwrap_err().to_string();
            assert!(error.contains("no longer supported; use `once`"), "{error}");
        }
    }
}
