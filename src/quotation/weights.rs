//! Weights of the speaker's confidence. Written by `STANCE_WRITE=1 cargo test --release --test speaker_confidence`.

use super::confidence::EVIDENCE;

/// One for each value of [`EVIDENCE`].
pub(super) const WEIGHTS: [f32; EVIDENCE.len()] = [
    2.39,  // bias
    0.31,  // after
    0.15,  // before
    0.41,  // clause
    0.00,  // final
    0.08,  // according
    0.16,  // noun
    -1.27, // subject
    0.02,  // inherited
    0.14,  // header
    -0.48, // pronoun
    -0.70, // pronoun without a person
    0.25,  // plain verb
    -0.03, // verb that judges
    -0.12, // fragment
    0.78,  // name
    -0.04, // description
    -0.26, // odd mention
    -0.04, // long mention
    0.26,  // words between verb and quotation
    -0.96, // words between mention and verb
    -0.96, // names between mention and quotation
];
