//! What a reader of a summary must know, in sentences.

use super::summary::Summary;
use crate::error::{agreeing, counted};

/// How far the statements that the sample represents may be from those of the corpus before it is said.
const FAR: f64 = 0.1;

impl Summary {
    /// Sentences on how the shares came about, what was left out and what they are worth.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = vec![self.worth()];
        let maximized =
            |share: &super::Share| share.guess.is_some_and(|guess| guess.expectation_maximization.is_some());
        if self.training_shares_unknown && self.total.shares.iter().any(maximized) {
            notes.push(
                "What shares the classes had in training is not known: expectation maximisation starts from those of the rows \
                 that were scored."
                    .to_owned(),
            );
        }
        self.notes_on_rows(&mut notes);
        if self.held_back > 0 {
            let are = agreeing(self.held_back, "is", "are");
            notes.push(format!(
                "{} {are} held back for having fewer than {} ({} in all); `--min-cell 1` shows them.",
                counted(self.held_back, "cell"),
                counted(self.min_cell, "statement"),
                counted(self.held_back_statements, "statement")
            ));
        }
        if self.total.unsure > 0 {
            let unsure = self.total.unsure;
            let are = agreeing(unsure, "is unsure: it is a row of its", "are unsure: they are a row of their");
            notes.push(format!("{} {are} own.", counted(unsure, "statement")));
        }
        if !self.counts.documents_known {
            notes.push("No column says which document a statement is from: every statement counts as one.".to_owned());
        }
        self.notes_on_sample(&mut notes);
        notes
    }

    /// Whether the shares are corrected, guessed or naive.
    fn worth(&self) -> String {
        let guessed = self.total.shares.iter().any(|share| share.guess.is_some());
        match (&self.sample, guessed) {
            (Some(sample), _) => {
                let known = self.total.shares.iter().any(|share| share.corrected.as_ref().is_some_and(|own| own.interval.is_some()));
                let intervals = if known { ", with 95 % intervals over documents" } else { "" };
                format!("Shares are corrected by {}{intervals}.", counted(sample.used, "coded statement"))
            }
            (None, true) => "Shares are naive counts of labels, biased by the labels' errors. Adjusted shares are a guess: \
                             they assume that the model errs here as it did where it was scored, which only a coded sample \
                             can show."
                .to_owned(),
            (None, false) => "Shares are naive counts of labels, biased by the labels' errors, and have no intervals: only a \
                              coded sample can say how far off they are."
                .to_owned(),
        }
    }

    /// Rows that are copies, or lack something.
    fn notes_on_rows(&self, notes: &mut Vec<String>) {
        let counts = &self.counts;
        let mut note = |count: u64, one: &str, many: &str| {
            if count > 0 {
                notes.push(format!("{count} {}.", if count == 1 { one } else { many }));
            }
        };
        note(
            counts.copies,
            "statement is a copy of an earlier one (same words, same speaker) and is not counted",
            "statements are copies of earlier ones (same words, same speaker) and are not counted",
        );
        note(
            counts.near_copies,
            "statement is a near copy of an earlier one (nearly the same words, same speaker and label, another document) and is \
             not counted",
            "statements are near copies of earlier ones (nearly the same words, same speaker and label, another document) and are \
             not counted",
        );
        note(
            counts.without_text,
            "row has no statement; its document is counted",
            "rows have no statement; their documents are counted",
        );
        note(
            counts.without_label,
            "statement has no label and is left out",
            "statements have no label and are left out",
        );
        note(counts.without_date, "statement has no date", "statements have no date");
        let unreadable = counts.unreadable_dates;
        note(unreadable, "statement has a date that cannot be read", "statements have a date that cannot be read");
        if let (Some(last), false) = (notes.last_mut(), counts.unreadable_examples.is_empty()) {
            *last = format!("{}: {}.", last.trim_end_matches('.'), counts.unreadable_examples.join(", "));
        }
    }

    /// Which rows of the coded sample are not used, and whether the others represent the corpus.
    fn notes_on_sample(&self, notes: &mut Vec<String>) {
        let Some(sample) = &self.sample else { return };
        if sample.not_found > 0 {
            let are = agreeing(sample.not_found, "is", "are");
            notes.push(format!(
                "{} {are} not in the corpus and {are} left out, the first: {}.",
                counted(sample.not_found, "coded row"),
                sample.not_found_examples.join("; ")
            ));
        }
        if sample.without_code > 0 {
            notes.push(format!(
                "{} of {} {}.",
                sample.without_code,
                counted(sample.drawn, "drawn row"),
                agreeing(
                    sample.without_code,
                    "has no code; the coded ones of its stratum represent it",
                    "have no code; the coded ones of their stratum represent them"
                )
            ));
        }
        if sample.chosen > 0 {
            notes.push(format!(
                "{} of the sample {}.",
                counted(sample.chosen, "row"),
                agreeing(
                    sample.chosen,
                    "was chosen, not drawn at random, and is left out",
                    "were chosen, not drawn at random, and are left out"
                )
            ));
        }
        if sample.copies > 0 {
            let are = agreeing(sample.copies, "is a copy of another and is", "are copies of other coded rows and are");
            notes.push(format!("{} {are} left out.", counted(sample.copies, "coded row")));
        }
        let copies = if sample.copies_drawn { self.counts.copies + self.counts.near_copies } else { 0 };
        let statements = (self.total.statements + copies) as f64;
        if (sample.represented - statements).abs() > FAR * statements {
            notes.push(format!(
                "By their probabilities the drawn rows represent {:.0} statements, and the corpus has {statements:.0}: \
                 summarise the rows from which the sample was drawn.",
                sample.represented
            ));
        }
        let corrected = self.total.shares.iter().find_map(|share| share.corrected.as_ref());
        if let Some(own) = corrected.filter(|own| own.interval.is_none()) {
            notes.push(format!(
                "The coded statements are from {}: too few for intervals.",
                counted(own.documents, "document")
            ));
        }
        if let Some(more) = self.total.code_more {
            notes.push(format!("Code {more} more, drawn in the same way, to halve the intervals of the whole."));
        }
    }
}
