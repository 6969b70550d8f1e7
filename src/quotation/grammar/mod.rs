//! Reads the narrator's words: noun phrases, verbs, and which subject a verb has.
//!
//! A file for each question: what a noun phrase names (`mentions`), whether a word is a verb here (`verbs`), and whose verb
//! it is: the subject to its left (`subject_before`), to its right (`subject_after`, `inverted_report`), or of a whole clause
//! (`clause_subject`). `offices` reads what is before a name, `verb_second` knows German and Dutch. `names_beside` reads what is set beside a mention by a comma.

mod clause_subject;
pub(crate) mod inverted_report;
pub(crate) mod mentions;
mod names_beside;
mod offices;
mod subject_after;
mod subject_before;
pub(crate) mod token_view;
mod verb_second;
mod verbs;

/// How far a search for a subject goes, in tokens.
const SUBJECT_REACH: usize = 70;
