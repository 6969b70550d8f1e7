//! The weighting as it is stored in models and option files.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Norm, Scale, Weighting};

/// [`Weighting`] with the term frequency, which has only one value today.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct StoredWeighting {
    local: TermFrequency,
    scale: Scale,
    norm: StoredNorm,
}

#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum TermFrequency {
    Count,
    /// No longer supported.
    Binary,
    /// No longer supported.
    LogCount,
}

#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum StoredNorm {
    SqrtWords,
    SqrtSquares,
    /// No longer supported.
    None,
    /// No longer supported.
    L2,
    /// No longer supported.
    L2ByFamily,
}

impl Serialize for Weighting {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        StoredWeighting::from(*self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Weighting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(StoredWeighting::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl TryFrom<StoredWeighting> for Weighting {
    type Error = &'static str;

    fn try_from(stored: StoredWeighting) -> Result<Self, &'static str> {
        if stored.local != TermFrequency::Count {
            return Err("`local` is not `count`; `binary` and `log-count` are no longer supported");
        }
        let norm = match stored.norm {
            StoredNorm::SqrtWords => Norm::SqrtWords,
            StoredNorm::SqrtSquares => Norm::SqrtSquares,
            StoredNorm::None | StoredNorm::L2 | StoredNorm::L2ByFamily => {
                return Err(
                    "`norm` is `none`, `l2` or `l2-by-family`, which are no longer supported; use `sqrt-squares` or \
                     `sqrt-words`",
                );
            }
        };
        Ok(Self { scale: stored.scale, norm })
    }
}

impl From<Weighting> for StoredWeighting {
    fn from(weighting: Weighting) -> Self {
        let norm = match weighting.norm {
            Norm::SqrtWords => StoredNorm::SqrtWords,
            Norm::SqrtSquares => StoredNorm::SqrtSquares,
        };
        Self { local: TermFrequency::Count, scale: weighting.scale, norm }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weighting_is_read_back_as_it_was_written() {
        for norm in [Norm::SqrtWords, Norm::SqrtSquares] {
            let weighting = Weighting { scale: Scale::RatioIdf, norm };
            let json = serde_json::to_string(&weighting).unwrap();
            assert!(json.starts_with(r#"{"local":"count","scale":"ratio-idf","norm":"sqrt-"#));
            assert_eq!(serde_json::from_str::<Weighting>(&json).unwrap(), weighting);
        }
    }

    #[test]
    fn weightings_of_before_are_refused_with_the_way_out() {
        let refused = |local: &str, norm: &str| {
            let json = format!(r#"{{"local":"{local}","scale":"idf","norm":"{norm}"}}"#);
            serde_json::from_str::<Weighting>(&json).unwrap_err().to_string()
        };
        for local in ["binary", "log-count"] {
            assert!(refused(local, "sqrt-words").contains("no longer supported"));
        }
        for norm in ["none", "l2", "l2-by-family"] {
            assert!(refused("count", norm).contains("use `sqrt-squares` or `sqrt-words`"));
        }
    }
}
