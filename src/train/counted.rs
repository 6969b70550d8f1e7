//! The terms of all texts, counted once for the parts of them that models are trained on.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::fast::RandomState;

use crate::Result;
use crate::features::{Counts, count};
use crate::text::{Analyzer, TextSettings};

/// Counts of texts by text settings, each made when it is first asked for. By default of no texts, so that every part is
/// counted on its own.
#[derive(Default)]
pub(super) struct Counted<'t> {
    texts: &'t [String],
    /// The number of each text; of equal ones the last.
    rows: HashMap<&'t str, usize, RandomState>,
    bytes: usize,
    counts: Mutex<Vec<(Settings, Arc<Counts>)>>,
}

/// What counts depend on: text settings, and the fewest texts of a term.
type Settings = (TextSettings, u32);

impl<'t> Counted<'t> {
    /// Nothing counted yet, of these texts.
    pub(super) fn new(texts: &'t [String]) -> Self {
        let rows = texts.iter().enumerate().map(|(row, text)| (text.as_str(), row)).collect();
        Self { texts, rows, bytes: texts.iter().map(String::len).sum(), counts: Mutex::default() }
    }

    /// The counts of `texts`, some of the texts and none more often than there, as [`count`] gives them. Other texts, and
    /// less than half of them, are counted on their own, which then takes less time and memory than all.
    ///
    /// # Errors
    /// As [`count`].
    pub(super) fn count(
        &self,
        texts: &[String],
        settings: &TextSettings,
        min_texts: u32,
        threads: usize,
    ) -> Result<Counts> {
        let rows: Option<Vec<usize>> = texts.iter().map(|text| self.rows.get(text.as_str()).copied()).collect();
        let bytes: usize = texts.iter().map(String::len).sum();
        match rows.filter(|_| 2 * bytes >= self.bytes) {
            Some(rows) => Ok(self.all(settings, min_texts, threads)?.of_rows(&rows, min_texts)),
            None => count(texts, &Analyzer::new(settings)?, min_texts, threads),
        }
    }

    /// The counts of all texts. A term that too few of them have is one that too few of every part have.
    fn all(&self, settings: &TextSettings, min_texts: u32, threads: usize) -> Result<Arc<Counts>> {
        let mut known = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let own = |(of, _): &&(Settings, Arc<Counts>)| of.0 == *settings && of.1 == min_texts;
        if let Some((_, counts)) = known.iter().find(own) {
            return Ok(Arc::clone(counts));
        }
        let counts = Arc::new(count(self.texts, &Analyzer::new(settings)?, min_texts, threads)?);
        known.push(((settings.clone(), min_texts), Arc::clone(&counts)));
        Ok(counts)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn counts_of_a_part_are_those_of_its_texts_alone(
            texts in proptest::collection::vec("(ban|the|lift|it|not|soo+n|#endTheBan|[,. ])( (ban|lift|ok)){0,5}", 1..20),
            chosen in proptest::collection::btree_set(0usize..20, 1..20),
            min_texts in 1u32..4,
        ) {
            let counted = Counted::new(&texts);
            let part: Vec<String> = chosen.iter().filter_map(|row| texts.get(*row).cloned()).collect();
            let settings = TextSettings::default();
            let alone = count(&part, &Analyzer::new(&settings).unwrap(), min_texts, 1).unwrap();
            for _ in 0..2 {
                prop_assert_eq!(&counted.count(&part, &settings, min_texts, 1).unwrap(), &alone);
            }
            prop_assert_eq!(&Counted::default().count(&part, &settings, min_texts, 1).unwrap(), &alone);
        }
    }
}
