//! Statement → terms: tokens, normal forms, stems. Keeps what carries stance: negation, contractions, modals,
//! *for* and *against*, hashtags, and punctuation with a tone.

mod block;
mod form;
mod marks;
mod scan;
mod settings;
mod stem;
mod token;

pub(crate) use form::NegationState;
pub use form::{Analyzer, Form, Forms};
pub(crate) use scan::Scanner;
pub use settings::*;
pub use stem::STEMMER;
pub use token::{Token, TokenKind, Tokens, tokens};
