//! Which mention speaks a quotation, and whether the quotation is a statement at all.
//!
//! `sentence` asks one construction after the other: a signature or header (`header`), a report after the words (`after`), a
//! report before them (`before`, with its speaker in `cue_speaker`), the owner of a statement, the sentence's subject. `indirect` reads statements without
//! quotation marks; `incise` cuts a report out of the quoted words; `kind` tells whole statements, fragments and mere terms apart.

mod after;
mod before;
mod cue_speaker;
pub(crate) mod header;
pub(crate) mod incise;
pub(crate) mod indirect;
pub(crate) mod kind;
pub(crate) mod sentence;
