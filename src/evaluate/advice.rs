//! What to do about scores that say little, or that are low for one class.

use super::scores::Scores;
use crate::UNSURE;
use crate::error::{agreeing, counted};

/// Scores of fewer rows than this say little.
const FEW_ROWS: u64 = 100;
/// Scores of a class with fewer rows than this say little.
const FEW_OF_CLASS: u64 = 10;
/// A recall below this is near 0.
const LOW_RECALL: f64 = 0.1;
/// An interval of macro-F1 that is wider than this says little.
const WIDE: f64 = 0.2;
/// A class of which a larger share is taken for one other is mixed up with it.
const MIXED_UP: f64 = 0.25;
/// Classes that are named in a sentence.
const NAMED: usize = 5;

impl Scores {
    /// Sentences on what to know or do before trusting these scores: few rows, few rows of a class, a class that is
    /// hardly ever found or taken for another, a wide interval. Empty if there is nothing to say.
    #[must_use]
    pub fn advice(&self) -> Vec<String> {
        let mut advice = Vec::new();
        if self.n < FEW_ROWS {
            advice.push(format!(
                "{} {} few to judge by; label {FEW_ROWS} at least",
                counted(self.n, "row"),
                agreeing(self.n, "is", "are")
            ));
        }
        let classes = |test: &dyn Fn(&super::ClassScores) -> bool| {
            let named: Vec<String> = self
                .per_class
                .iter()
                .filter(|(_, scores)| test(scores))
                .map(|(class, _)| format!("`{class}`"))
                .collect();
            let more = named.len().saturating_sub(NAMED);
            let listed = named.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
            (!named.is_empty()).then(|| if more > 0 { format!("{listed} and {more} more") } else { listed })
        };
        if let Some(rare) = classes(&|scores| (1..FEW_OF_CLASS).contains(&scores.support)) {
            advice.push(format!("fewer than {FEW_OF_CLASS} rows of {rare}: their scores say little"));
        }
        let is_missed = |scores: &super::ClassScores| {
            scores.support >= FEW_OF_CLASS && scores.recall.is_some_and(|recall| recall < LOW_RECALL)
        };
        if let Some(missed) = classes(&is_missed) {
            let way_out = "train on more rows of it, or with class weights `balanced`";
            advice.push(format!("recall near 0 for {missed}: hardly any of its rows is found; {way_out}"));
        }
        advice.extend(self.mixed_up());
        if let Some([low, high]) =
            self.intervals.get("macro_f1").copied().flatten().filter(|[low, high]| high - low > WIDE)
        {
            advice.push(format!(
                "macro-F1 may be anything from {low:.2} to {high:.2}; four times as many rows or groups halve the interval"
            ));
        }
        advice
    }

    /// For each class of which many rows are taken for one other: which, and how many. The worst first.
    fn mixed_up(&self) -> Vec<String> {
        let mut found: Vec<(f64, String)> = Vec::new();
        for (class, own) in self.per_class.iter().filter(|(_, own)| own.support >= FEW_OF_CLASS) {
            let others =
                self.confusion.get(class).into_iter().flatten().filter(|(to, _)| *to != class && *to != UNSURE);
            // Of classes that are equally often answered the first is named.
            let worst = others.fold(None, |worst: Option<(&String, u64)>, (to, rows)| match worst {
                Some((_, most)) if most >= *rows => worst,
                _ => Some((to, *rows)),
            });
            let Some((to, rows)) = worst else { continue };
            let share = rows as f64 / own.support as f64;
            if share >= MIXED_UP {
                let problem = format!(
                    "{rows} of {} rows of `{class}` are taken for `{to}`: label more rows that tell the two apart",
                    own.support
                );
                found.push((share, problem));
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.into_iter().take(NAMED).map(|(_, problem)| problem).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::evaluate::{Bootstrap, Predictions, score};

    fn advice(truth: &[u32], predicted: impl Fn(u32) -> u32) -> Vec<String> {
        let classes = ["a".to_owned(), "b".to_owned()];
        let predicted: Vec<Option<u32>> = truth.iter().map(|t| Some(predicted(*t))).collect();
        let rows = Predictions { classes: &classes, truth, predicted: &predicted, probabilities: None, clusters: None };
        score(&rows, Bootstrap::default()).unwrap().advice()
    }

    #[test]
    fn many_rows_that_are_found_need_no_advice() {
        let truth: Vec<u32> = (0..400).map(|row| row % 2).collect();
        assert!(advice(&truth, |t| t).is_empty());
    }

    #[test]
    fn what_says_little_is_named() {
        let truth: Vec<u32> = (0..40).map(|row| u32::from(row < 4)).collect();
        let few = advice(&truth, |t| t);
        assert!(few[0].starts_with("40 rows are few") && few[1].contains("fewer than 10 rows of `b`"), "{few:?}");
        let truth: Vec<u32> = (0..400).map(|row| u32::from(row % 10 == 0)).collect();
        let missed = advice(&truth, |_| 0);
        assert!(missed.iter().any(|line| line.contains("recall near 0 for `b`")), "{missed:?}");
        assert!(missed.iter().any(|line| line.contains("40 of 40 rows of `b` are taken for `a`")), "{missed:?}");
        let wide: Vec<u32> = (0..24).map(|row| row % 2).collect();
        let found = score_of_coin(&wide);
        assert!(found.iter().any(|line| line.starts_with("macro-F1 may be")), "{found:?}");
    }

    fn score_of_coin(truth: &[u32]) -> Vec<String> {
        let classes = ["a".to_owned(), "b".to_owned()];
        let predicted: Vec<Option<u32>> = (0..truth.len() as u32).map(|row| Some(row / 2 % 2)).collect();
        let rows = Predictions { classes: &classes, truth, predicted: &predicted, probabilities: None, clusters: None };
        score(&rows, Bootstrap::default()).unwrap().advice()
    }
}
