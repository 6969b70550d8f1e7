//! Shares that errors measured elsewhere suggest, where no sample was coded.

use super::by_errors::{Confusion, adjusted_counts, expectation_maximization};
use super::statements::Statements;
use super::summary::{Cell, Guess};

/// What is known of the errors of the model on other texts.
#[derive(Clone, Debug, Default)]
pub struct Elsewhere {
    /// The classes, in the order of the lists below.
    pub classes: Vec<String>,
    /// How it confused the classes.
    pub confusion: Option<Confusion>,
    /// The share of each class among the rows from which the model learnt its probabilities; `None` if they are not known,
    /// in which case those of the scored rows are taken.
    pub trained: Option<Vec<f64>>,
}

impl Elsewhere {
    /// Fills in the guesses of a cell that holds the statements `rows`.
    pub(super) fn fill(&self, cell: &mut Cell, statements: &Statements, rows: &[u32]) {
        let adjusted = self.adjusted(cell);
        let maximized = self.maximized(statements, rows);
        for share in &mut cell.shares {
            let of = |shares: &Option<Vec<f64>>| {
                let at = self.classes.iter().position(|class| *class == share.class)?;
                shares.as_ref()?.get(at).copied()
            };
            let guess = Guess { adjusted: of(&adjusted), expectation_maximization: of(&maximized) };
            share.guess = (guess != Guess::default()).then_some(guess);
        }
    }

    /// The adjusted counts, over the statements that are not `unsure`.
    fn adjusted(&self, cell: &Cell) -> Option<Vec<f64>> {
        let decided = cell.statements - cell.unsure;
        let count = |class: &String| cell.shares.iter().find(|share| share.class == *class).map_or(0, |s| s.statements);
        let known: u64 = self.classes.iter().map(count).sum();
        if decided == 0 || known < decided {
            return None;
        }
        let predicted: Vec<f64> = self.classes.iter().map(|class| count(class) as f64 / decided as f64).collect();
        adjusted_counts(&predicted, self.confusion.as_ref()?)
    }

    /// Expectation maximisation, if there are probabilities of these classes.
    fn maximized(&self, statements: &Statements, rows: &[u32]) -> Option<Vec<f64>> {
        let names = &statements.probability_classes;
        let width = names.len();
        let order: Option<Vec<usize>> = self
            .classes
            .iter()
            .map(|class| names.iter().position(|id| statements.classes.get(*id as usize) == Some(class)))
            .collect();
        let order = order.filter(|order| order.len() == width && width > 0)?;
        let mut probabilities = Vec::with_capacity(rows.len() * width);
        for row in rows {
            let own = statements.probabilities.get(*row as usize * width..)?;
            probabilities.extend(order.iter().filter_map(|at| own.get(*at)));
        }
        let scored = || self.confusion.as_ref().map(Confusion::shares);
        expectation_maximization(&probabilities, &self.trained.clone().or_else(scored)?)
    }
}
